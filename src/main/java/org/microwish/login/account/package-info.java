/**
 * Accounts: who can log in, which roles an account may act as, and which of its tokens are revoked.
 * Entry points: {@link org.microwish.login.account.Accounts} and {@link
 * org.microwish.login.account.Epochs}. The login packages authenticate the owner of an account.
 * Depends on {@code ledger}, {@code privacy} (pseudonyms), {@code party} (division codes), {@code
 * platform}, {@code problem}, {@code caller}.
 */
package org.microwish.login.account;
