/**
 * Makes bearer tokens: what {@link org.microwish.caller.CurrentCaller} reads. Entry point: {@link
 * org.microwish.login.token.AccessTokens}; {@link org.microwish.login.token.TokenSigner} has the
 * key. The endpoint that gives a token to anybody exists in dev and test only. Depends on {@code
 * caller}, {@code party} (division codes), {@code platform} and {@code problem}.
 */
package org.microwish.login.token;
