/**
 * Network addresses: {@link org.microwish.platform.net.Networks} is a set of IP networks; {@link
 * org.microwish.platform.net.OutgoingUrls} checks whether the service may call a URL that a client
 * supplied, such as that of a webhook.
 *
 * <p>Depends on {@code problem}.
 */
package org.microwish.platform.net;
