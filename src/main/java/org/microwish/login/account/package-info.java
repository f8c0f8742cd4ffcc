/**
 * Accounts: who can log in, the roles in which an account may act, and which tokens are revoked.
 * Entry points: {@link org.microwish.login.account.Accounts} and {@link
 * org.microwish.login.account.Epochs}. Other packages of {@code login} authenticate the owner of an
 * account. Depends on {@code ledger}, {@code privacy} (pseudonyms), {@code party} (members,
 * organisations, division codes), {@code platform}, {@code problem} and {@code caller}.
 */
package org.microwish.login.account;
