/**
 * The wish aggregate: wishes (微心愿) and micro-projects (微项目) with their claims, notes and evidence.
 * Entry point: {@link org.microwish.wish.WishExecutor}, which runs every command except new claims
 * ({@code wish.claiming}): the executor locks the wish, decides by the rules of {@code
 * wish.lifecycle}, and writes the rows and one ledger entry. Capabilities are in subpackages that
 * depend on this package: {@code command}, {@code claim}, {@code claiming}, {@code wall}, {@code
 * desk}, {@code invitation}, {@code subject}, {@code report} and {@code deadline}. From these
 * subpackages, this package uses only two records of {@code command}. Depends on {@code
 * wish.lifecycle}, {@code wish.money}, {@code calendar}, {@code caller}, {@code evidence}, {@code
 * ledger}, {@code lifecycle}, {@code party}, {@code platform}, {@code privacy} and {@code problem}.
 */
package org.microwish.wish;
