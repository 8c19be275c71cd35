package io.vnetflowroutes.receiver;

import java.util.function.Supplier;

/**
 * The tokens of requests, each of which is valid for about an hour.
 *
 * @param giver gives a token, which may take a while, or throws a {@link NoTokenException}
 * @param renewal makes it give another one, after the service has refused the last
 */
public record AccessTokens(Supplier<String> giver, Runnable renewal) {}
