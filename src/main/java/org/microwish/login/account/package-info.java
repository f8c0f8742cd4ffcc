/**
 * Accounts: who can log in, what it may act as, and which of its tokens are revoked. Entry points:
 * {@link org.microwish.login.account.Accounts} and {@link org.microwish.login.account.Epochs}. How
 * somebody proves to be an account's owner is for the packages that log in. Depends on {@code
 * ledger}, {@code privacy} (pseudonyms), {@code party} (division codes), {@code platform}, {@code
 * problem}, {@code caller}.
 */
package org.microwish.login.account;
