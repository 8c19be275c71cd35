package io.vnetflowroutes.connect;

import io.vnetflowroutes.config.SettingsReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which of a connector's tasks one is. It is all that the configurations of tasks differ by, so
 * that none of them changes when a flow log or an interface appears.
 *
 * @param task the task's number, from 0
 * @param tasks how many there are
 */
record TaskNumber(int task, int tasks) {

  /** The key that a task's configuration has besides those of the connector. */
  static final String KEY = SettingsReader.PREFIX + "task";

  /** The configurations of all tasks. */
  static List<Map<String, String>> configurations(Map<String, String> connector, int tasks) {
    List<Map<String, String>> all = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      Map<String, String> one = new HashMap<>(connector);
      one.put(KEY, task + "/" + tasks);
      all.add(one);
    }
    return all;
  }

  static TaskNumber of(Map<String, String> configuration) {
    String[] numbers = configuration.getOrDefault(KEY, "0/1").split("/", -1);
    return new TaskNumber(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
  }
}
