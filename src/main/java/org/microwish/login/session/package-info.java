/**
 * Login sessions: refresh tokens that change at every use, and ending a session or all of them.
 * Entry point: {@link org.microwish.login.session.Sessions}, which whoever has made sure of an
 * account's owner asks for a session. Depends on {@code login.account}, {@code login.token}, {@code
 * party} (division codes), {@code platform}, {@code problem}, {@code caller}.
 */
package org.microwish.login.session;
