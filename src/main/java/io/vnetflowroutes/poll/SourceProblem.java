package io.vnetflowroutes.poll;

import java.time.Instant;

/**
 * Why a source, or a flow log of it, cannot be listed, or why nothing was found in it.
 *
 * @param source its name
 * @param since since when
 * @param reason why, as a sentence
 */
public record SourceProblem(String source, Instant since, String reason) {}
