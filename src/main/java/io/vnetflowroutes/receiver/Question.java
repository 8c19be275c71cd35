package io.vnetflowroutes.receiver;

import java.time.Duration;
import java.util.function.Function;

/**
 * A request that the program must send because the last answer did not settle the fate of the
 * message.
 *
 * @param path the path after the receiver's URL
 * @param body the body of the request
 * @param after how long to wait before it is sent
 * @param atMost how long after the message the receiver may still owe the answer
 * @param reader reads the answer to this request
 */
public record Question(
    String path,
    String body,
    Duration after,
    Duration atMost,
    Function<Answer, AnswerVerdict> reader) {}
