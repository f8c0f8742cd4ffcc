/**
 * What happens to one claim, and what may be read of it. Entry points: {@link
 * org.microwish.wish.claim.ClaimResource} and {@link org.microwish.wish.claim.ClaimService}. Claims
 * that come together are taken by {@code wish.claiming}. Depends on {@code wish}.
 */
package org.microwish.wish.claim;
