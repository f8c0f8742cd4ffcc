/**
 * Network addresses: {@link org.microwish.platform.net.Networks} is a set of networks; {@link
 * org.microwish.platform.net.OutgoingUrls} checks whether a URL supplied by a client may be called.
 * No operation accepts a URL yet; it is meant for partners' webhooks and other endpoints that
 * clients will name.
 *
 * <p>Depends on {@code problem}.
 */
package org.microwish.platform.net;
