/**
 * Network addresses: {@link org.microwish.platform.net.Networks} is a set of IP networks; {@link
 * org.microwish.platform.net.OutgoingUrls} checks whether the service may call a URL that a client
 * supplied. No operation accepts a URL yet; the check is meant for webhooks of partners and for
 * other URLs in requests.
 *
 * <p>Depends on {@code problem}.
 */
package org.microwish.platform.net;
