package io.vnetflowroutes.page;

/**
 * What tells a flow log from every other: two sources may hold the same folder.
 *
 * @param source the source's name
 * @param path the flow log's folder
 */
public record FlowLogName(String source, String path) {}
