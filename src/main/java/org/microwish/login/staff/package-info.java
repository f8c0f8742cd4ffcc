/**
 * Logins of staff without an OpenID provider: their accounts, which administrators manage; a
 * password and a second factor (TOTP, RFC 6238), which they set with a one-time invitation; and the
 * first administrator, created with a secret that is printed once at the first start. Entry points:
 * {@link org.microwish.login.staff.Staff}, {@link org.microwish.login.staff.PasswordLogin}, {@link
 * org.microwish.login.staff.Bootstrap}. Depends on {@code login.account}, {@code login.session},
 * {@code login.credential}, {@code login.token}, {@code ledger}, {@code privacy}, {@code party},
 * {@code platform}, {@code problem}, {@code caller}.
 */
package org.microwish.login.staff;
