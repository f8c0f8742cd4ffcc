/**
 * Staff who have no OpenID provider: their accounts, kept by administrators; a password and a
 * second factor (TOTP, RFC 6238), which they set with a one-time invitation; and the first
 * administrator, from a secret that is shown once at the first start. Entry points: {@link
 * org.microwish.identity.staff.Staff}, {@link org.microwish.identity.staff.PasswordLogin}, {@link
 * org.microwish.identity.staff.Bootstrap}. Depends on {@code identity.account}, {@code
 * identity.session}, {@code identity.credential}, {@code identity.token}, {@code ledger}, {@code
 * privacy}, {@code party}, {@code platform}, {@code problem}, {@code identity}.
 */
package org.microwish.identity.staff;
