/**
 * Finds words that must not appear on the public wall. Entry point: {@link
 * org.microwish.moderation.WordList}. The review queue and the handling of findings are in {@code
 * lifecycle.moderation}. Depends on no other package of this service.
 */
package org.microwish.moderation;
