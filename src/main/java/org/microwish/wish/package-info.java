/**
 * The aggregate: wishes (微心愿) and micro-projects (微项目) with their claims. Entry points: {@link
 * org.microwish.wish.WishResource} and {@link org.microwish.wish.ClaimResource} for HTTP; behind
 * them a class for each capability, such as {@link org.microwish.wish.WishReview} and {@link
 * org.microwish.wish.ClaimService}. Every command goes through {@link
 * org.microwish.wish.WishExecutor}: lock, decide ({@code wish.lifecycle}, pure), write, one ledger
 * entry. Depends on {@code ledger}, {@code wish.money}, {@code party}, {@code privacy}, {@code
 * caller}, {@code platform}, {@code problem}.
 */
package org.microwish.wish;
