package io.vnetflowroutes.receiver;

import java.time.Duration;
import java.util.function.Function;

/**
 * A request that has to be sent because the last answer did not settle what became of the message.
 *
 * @param path what follows the receiver's URL
 * @param body what is sent
 * @param after how long to wait before it is sent
 * @param atMost how long after the message the receiver may still owe the answer
 * @param reader what the answer to this request means
 */
public record Question(
    String path,
    String body,
    Duration after,
    Duration atMost,
    Function<Answer, AnswerVerdict> reader) {}
