/** What a jar of the user's own may implement: the public interface of the program. */
package io.vnetflowroutes.api;
