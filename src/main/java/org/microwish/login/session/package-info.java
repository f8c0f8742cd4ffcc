/**
 * Login sessions: refresh tokens that change at every use, ending a session or all of them, and the
 * login of mini-program users in a browser. Entry point: {@link
 * org.microwish.login.session.Sessions}; a login package calls it to open a session after it has
 * authenticated the owner of an account. Depends on {@code login.account}, {@code
 * login.credential}, {@code login.token}, {@code party} (division codes), {@code platform}, {@code
 * problem}, {@code caller}.
 */
package org.microwish.login.session;
