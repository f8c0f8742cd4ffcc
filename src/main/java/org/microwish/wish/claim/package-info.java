/**
 * Commands on existing claims, and reading claims. Entry points: {@link
 * org.microwish.wish.claim.ClaimResource} and {@link org.microwish.wish.claim.ClaimService}. New
 * claims are made in {@code wish.claiming}. Depends on {@code wish}.
 */
package org.microwish.wish.claim;
