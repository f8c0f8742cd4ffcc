/**
 * The aggregate: wishes (微心愿) and micro-projects (微项目) with their claims, notes and evidence. Entry
 * point: {@link org.microwish.wish.WishExecutor}, through which every command goes: lock, decide
 * ({@code wish.lifecycle}, pure), write, one ledger entry. Each capability has a package of its own
 * below this one and depends on it, never the other way: {@code command}, {@code claim}, {@code
 * claiming}, {@code wall}, {@code category}, {@code moderation}, {@code subject}, {@code deadline}.
 * Depends on {@code calendar}, {@code ledger}, {@code party}, {@code privacy}, {@code moderation},
 * {@code caller}, {@code platform}, {@code problem}.
 */
package org.microwish.wish;
