package io.vnetflowroutes.page;

/**
 * One hour of one flow log.
 *
 * @param standing its state
 * @param blobs how many blobs of it are known: one a network interface
 * @param unfinished how many of them are not read to their end
 * @param deadLetters how many files about it lie in the dead letter
 * @param flows the flows of it that were delivered since the start of the program
 */
public record HourCell(
    HourStanding standing, int blobs, int unfinished, int deadLetters, FlowCount flows) {}
