package com.example.flows;

import io.vnetflowroutes.api.FlowFormat;
import java.util.Map;
import java.util.stream.Collectors;

/** A flow as {@code time=2026-09-01T10:00:02.999Z src_ip=10.1.0.4 ...}: {@code format = logfmt}. */
public final class LogfmtFormat implements FlowFormat {

  @Override
  public String name() {
    return "logfmt";
  }

  @Override
  public String fileEnding() {
    return "log";
  }

  @Override
  public String line(Map<String, Object> flow) {
    return flow.entrySet().stream()
        .filter(field -> field.getValue() != null)
        .map(field -> field.getKey() + '=' + quoted(field.getValue().toString()))
        .collect(Collectors.joining(" "));
  }

  private static String quoted(String value) {
    if (value.chars().noneMatch(letter -> letter <= ' ' || letter == '"' || letter == '=')) {
      return value;
    }
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"");
    return '"' + escaped.replace("\n", "\\n").replace("\r", "\\r") + '"';
  }
}
