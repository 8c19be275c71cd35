package io.vnetflowroutes.receiver;

import java.util.function.Supplier;

/**
 * Tokens that requests are sent with, each of which is good for an hour or so.
 *
 * @param giver gives a token, which may take a while, or throws a {@link NoTokenException}
 * @param renewal makes it give another one, as the service has refused the last
 */
public record AccessTokens(Supplier<String> giver, Runnable renewal) {}
