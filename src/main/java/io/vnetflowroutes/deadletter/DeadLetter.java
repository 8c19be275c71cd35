package io.vnetflowroutes.deadletter;

import io.vnetflowroutes.flow.Unreadable;
import io.vnetflowroutes.message.Delivery;

/**
 * One line of a dead-letter file. It is about something unreadable, or about a refused message, or
 * it is no dead letter at all, and then both are {@code null}.
 *
 * @param line the line itself
 * @param unreadable a record or tuple that could not be read
 * @param refused a message that its destination refused
 * @param destination the name of that destination
 * @param format what its messages were made of, as {@code Destination.format} says it; empty in
 *     letters of release 1.0
 * @param reason why it was set aside, or why it is no dead letter
 */
public record DeadLetter(
    String line,
    Unreadable unreadable,
    Delivery refused,
    String destination,
    String format,
    String reason) {}
