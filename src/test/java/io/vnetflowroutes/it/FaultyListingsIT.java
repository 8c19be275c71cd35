package io.vnetflowroutes.it;

final class FaultyListingsIT {}
