/**
 * Addresses on the network: {@link org.microwish.platform.net.Networks} tells which lie where;
 * {@link org.microwish.platform.net.OutgoingUrls} says whether a URL that came from outside may be
 * called. No operation takes a URL yet: it is for the webhooks that partners will subscribe, and
 * for whatever else lets a client name an endpoint.
 *
 * <p>Depends on {@code problem}.
 */
package org.microwish.platform.net;
