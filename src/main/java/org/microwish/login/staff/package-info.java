/**
 * Logins of staff without an OpenID provider: accounts of staff, which administrators manage;
 * passwords and second factors (TOTP, RFC 6238), which the owners of the accounts set with a
 * one-time invitation; and the first administrator, recorded with a secret that the first start
 * writes to a file. Entry points: {@link org.microwish.login.staff.Staff}, {@link
 * org.microwish.login.staff.PasswordLogin}, {@link org.microwish.login.staff.Bootstrap}. Depends on
 * {@code login.account}, {@code login.session}, {@code login.credential}, {@code login.token},
 * {@code ledger}, {@code privacy}, {@code rights}, {@code party}, {@code wish.command}
 * (collectors), {@code platform}, {@code problem}, {@code caller}.
 */
package org.microwish.login.staff;
