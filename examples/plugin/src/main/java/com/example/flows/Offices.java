package com.example.flows;

/** A bean for routes, which knows the addresses of our offices. */
public final class Offices {

  private String network = "203.0.113.";

  /** How the addresses begin; routes set it as a property of the bean. */
  public void setNetwork(String network) {
    this.network = network;
  }

  /** Whether an address is one of ours. */
  public boolean has(String address) {
    return address.startsWith(network);
  }
}
