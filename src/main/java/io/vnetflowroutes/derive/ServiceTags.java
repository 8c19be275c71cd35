package io.vnetflowroutes.derive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Azure's service tags, from the JSON that Microsoft publishes each week for each cloud ("Azure IP
 * Ranges and Service Tags"). Any number of threads may use them.
 */
public final class ServiceTags {

  /** The tag of all of Azure's addresses; with a region, of all addresses in the region. */
  private static final String ALL_OF_AZURE = "AzureCloud";

  private final PrefixTrie<Tag> services = new PrefixTrie<>();
  private final PrefixTrie<Tag> azure = new PrefixTrie<>();
  private final PrefixTrie<Tag> regions = new PrefixTrie<>();
  private final WrongEntries wrong = new WrongEntries();

  /** A tag, and the number of its networks: the fewer it has, the more specific it is. */
  private record Tag(String name, String region, int networks) {

    /** The more specific of two tags of the same network. */
    Tag orMoreTelling(Tag other) {
      if (networks != other.networks) {
        return networks < other.networks ? this : other;
      }
      return name.compareTo(other.name) <= 0 ? this : other;
    }
  }

  private ServiceTags() {}

  /**
   * Reads the file, and leaves out entries that are not networks.
   *
   * @throws IOException if it cannot be read or holds no service tags
   */
  public static Loaded<ServiceTags> read(Path file) throws IOException {
    ServiceTags tags = new ServiceTags();
    try (JsonParser json = JsonFactory.builder().build().createParser(file.toFile())) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.FIELD_NAME
            && json.currentName().equals("values")
            && json.getParsingContext().getParent().inRoot()) {
          json.nextToken();
          while (json.nextToken() == JsonToken.START_OBJECT) {
            tags.readTag(json);
          }
        }
      }
    }
    if (tags.services.size() + tags.azure.size() == 0) {
      throw new IOException("it holds no service tags");
    }
    return new Loaded<>(tags, tags.wrong.sentence("network"), false);
  }

  /** Reads one of the values: a name, and properties with the region and the networks. */
  private void readTag(JsonParser json) throws IOException {
    String name = "";
    String region = "";
    List<String> networks = new ArrayList<>();
    int depth = 1;
    while (depth > 0) {
      JsonToken token = json.nextToken();
      if (token == null) {
        throw new IOException("it ends within a service tag");
      }
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (token == JsonToken.VALUE_STRING) {
        String key = json.currentName();
        if (key == null) {
          key = json.getParsingContext().getParent().getCurrentName();
        }
        switch (depth + key) {
          case "1name" -> name = json.getText();
          case "2region" -> region = json.getText();
          case "3addressPrefixes" -> networks.add(json.getText());
          default -> {}
        }
      }
    }
    add(name, region, networks);
  }

  private void add(String name, String region, List<String> networks) {
    int dot = region.isEmpty() ? -1 : name.indexOf('.');
    String service = dot < 0 ? name : name.substring(0, dot);
    Tag tag = new Tag(service, region.isEmpty() ? null : region, networks.size());
    for (String text : networks) {
      try {
        Cidr network = Cidr.of(text);
        (service.equals(ALL_OF_AZURE) ? azure : services).merge(network, tag, Tag::orMoreTelling);
        if (tag.region != null) {
          regions.merge(network, tag, Tag::orMoreTelling);
        }
      } catch (IllegalArgumentException e) {
        wrong.add("of tag " + name, e);
      }
    }
  }

  /**
   * The service that has an address, {@code AzureCloud} for any of Azure; {@code null} for none.
   */
  public String service(byte[] address) {
    Tag service = services.longest(address, address.length);
    Tag tag = service == null ? azure.longest(address, address.length) : service;
    return tag == null ? null : tag.name;
  }

  /** The region that has an address, such as {@code westeurope}, or {@code null}. */
  public String region(byte[] address) {
    Tag tag = regions.longest(address, address.length);
    return tag == null ? null : tag.region;
  }
}
