package io.vnetflowroutes.page;

/**
 * Identifies a flow log: two sources may hold the same folder.
 *
 * @param source the source's name
 * @param path the flow log's folder
 */
public record FlowLogName(String source, String path) {}
