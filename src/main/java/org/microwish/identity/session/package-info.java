/**
 * Login sessions: refresh tokens that change at every use, and ending a session or all of them.
 * Entry point: {@link org.microwish.identity.session.Sessions}, which whoever has made sure of an
 * account's owner asks for a session. Depends on {@code identity.account}, {@code identity.token},
 * {@code party} (division codes), {@code platform}, {@code problem}, {@code identity}.
 */
package org.microwish.identity.session;
