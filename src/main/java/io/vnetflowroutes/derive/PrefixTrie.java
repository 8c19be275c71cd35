package io.vnetflowroutes.derive;

import java.util.function.BinaryOperator;

/**
 * Finds the values of the networks that contain an address: a binary trie in which runs of bits
 * without a fork are one step. A lookup takes about as many steps as the number of networks has
 * binary digits, and never more than the address has bits. After it is filled, any number of
 * threads may read it.
 *
 * @param <V> the value of a network
 */
public final class PrefixTrie<V> {

  private Node<V> v4;
  private Node<V> v6;
  private int size;

  /** A network, or bits that networks have in common; the bits stand at the upper end. */
  private static final class Node<V> {

    final long high;
    final long low;
    final int prefix;
    V value;
    Node<V> zero;
    Node<V> one;

    Node(long high, long low, int prefix) {
      this.high = prefix >= Long.SIZE ? high : high & mask(prefix);
      this.low = low & mask(prefix - Long.SIZE);
      this.prefix = prefix;
    }

    /** The number of bits, of at most so many, that an address has in common with this node. */
    int common(long otherHigh, long otherLow, int most) {
      int bits =
          high == otherHigh
              ? Long.SIZE + Long.numberOfLeadingZeros(low ^ otherLow)
              : Long.numberOfLeadingZeros(high ^ otherHigh);
      return Math.min(bits, Math.min(most, prefix));
    }

    private static long mask(int bits) {
      return bits <= 0 ? 0 : -1L << (Long.SIZE - bits);
    }
  }

  /** The number of networks with a value. */
  public int size() {
    return size;
  }

  /** Adds the value of a network; if it has one already, merges both. */
  public void merge(Cidr network, V value, BinaryOperator<V> merge) {
    byte[] address = network.address();
    Node<V> added =
        new Node<>(high(address, address.length), low(address, address.length), network.prefix());
    Node<V> root = address.length == IpAddress.V4 ? v4 : v6;
    Node<V> changed = insert(root, added);
    if (address.length == IpAddress.V4) {
      v4 = changed;
    } else {
      v6 = changed;
    }
    Node<V> node = find(changed, added);
    if (node.value == null) {
      size++;
    }
    node.value = node.value == null ? value : merge.apply(node.value, value);
  }

  /** The node with another put below it, or above it, or beside it under a new one. */
  private static <V> Node<V> insert(Node<V> node, Node<V> added) {
    if (node == null) {
      return added;
    }
    int common = node.common(added.high, added.low, added.prefix);
    if (common == node.prefix) {
      if (added.prefix == common) {
        return node;
      }
      if (bit(added.high, added.low, common)) {
        node.one = insert(node.one, added);
      } else {
        node.zero = insert(node.zero, added);
      }
      return node;
    }
    if (common == added.prefix) {
      return above(added, node);
    }
    return above(above(new Node<>(added.high, added.low, common), node), added);
  }

  private static <V> Node<V> above(Node<V> parent, Node<V> child) {
    if (bit(child.high, child.low, parent.prefix)) {
      parent.one = child;
    } else {
      parent.zero = child;
    }
    return parent;
  }

  private static <V> Node<V> find(Node<V> root, Node<V> like) {
    Node<V> node = root;
    while (node.prefix != like.prefix) {
      node = bit(like.high, like.low, node.prefix) ? node.one : node.zero;
    }
    return node;
  }

  /**
   * The value of the smallest network that contains an address.
   *
   * @param address the address in network order
   * @param length its length in bytes: 4 or 16, or 0 for no address
   * @return {@code null} if there is none
   */
  public V longest(byte[] address, int length) {
    Node<V> node = length == IpAddress.V4 ? v4 : v6;
    if (node == null || length == 0) {
      return null;
    }
    long high = high(address, length);
    long low = low(address, length);
    int bits = length * Byte.SIZE;
    V best = null;
    while (node != null && node.common(high, low, bits) == node.prefix) {
      best = node.value == null ? best : node.value;
      if (node.prefix == bits) {
        break;
      }
      node = bit(high, low, node.prefix) ? node.one : node.zero;
    }
    return best;
  }

  private static boolean bit(long high, long low, int index) {
    return (index < Long.SIZE ? high << index : low << (index - Long.SIZE)) < 0;
  }

  private static long high(byte[] address, int length) {
    return length == IpAddress.V4 ? bytes(address, 0, length) << 32 : bytes(address, 0, 8);
  }

  private static long low(byte[] address, int length) {
    return length == IpAddress.V4 ? 0 : bytes(address, 8, length);
  }

  private static long bytes(byte[] address, int from, int to) {
    long number = 0;
    for (int at = from; at < to; at++) {
      number = (number << Byte.SIZE) | (address[at] & 0xff);
    }
    return number;
  }
}
