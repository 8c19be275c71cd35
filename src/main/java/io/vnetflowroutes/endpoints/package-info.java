/**
 * Makes destinations and their Camel endpoints of a user's settings, and says what is wrong there.
 */
package io.vnetflowroutes.endpoints;
