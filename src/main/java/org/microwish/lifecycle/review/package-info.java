/**
 * Review of aggregates by staff before publication: the columns for who decided and when, and the
 * writes of the review commands. The checks of texts and images are in {@code
 * lifecycle.moderation}. Depends on {@code lifecycle.command} and {@code lifecycle.attachment}.
 */
package org.microwish.lifecycle.review;
