/**
 * Looks for words that nobody should put on a public wall: {@link
 * org.microwish.moderation.WordList}, a kept list with the operator's own words. It decides
 * nothing: what is done with a finding is for {@code wish}, where the review queue is. Depends on
 * nothing of ours.
 */
package org.microwish.moderation;
