/**
 * Staff look at an aggregate before the public sees it: who decided and when, and what the commands
 * of a review write. What checks find in words and images is in {@code lifecycle.moderation}.
 * Depends on {@code lifecycle.command} and {@code lifecycle.attachment}.
 */
package org.microwish.lifecycle.review;
