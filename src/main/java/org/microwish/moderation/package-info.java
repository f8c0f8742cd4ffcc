/**
 * Finds words that must not appear on the public wall: {@link org.microwish.moderation.WordList}.
 * {@code lifecycle.moderation} has the review queue and decides what happens to a finding. Depends
 * on no other package of ours.
 */
package org.microwish.moderation;
