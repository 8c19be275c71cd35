import java.util.List;
import java.util.Map;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.transport.Netty4Plugin;

/** One node of OpenSearch, without security: {@code java -cp LIB/* Search.java HOME HTTP TRANSPORT}. */
public final class Search extends Node {

  private Search(Settings settings) {
    super(
        InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> "search"),
        List.of(Netty4Plugin.class),
        false);
  }

  public static void main(String[] arguments) throws Exception {
    Search node =
        new Search(
            Settings.builder()
                .put("path.home", arguments[0])
                .put("cluster.name", "search")
                .put("node.name", "search")
                .put("discovery.type", "single-node")
                .put("network.host", "127.0.0.1")
                .put("http.type", "netty4")
                .put("http.port", arguments[1])
                .put("transport.type", "netty4")
                .put("transport.port", arguments[2])
                .put("node.store.allow_mmap", false)
                .put("cluster.routing.allocation.disk.threshold_enabled", false)
                .build());
    node.start();
    Thread.currentThread().join();
  }
}
