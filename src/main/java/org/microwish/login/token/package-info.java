/**
 * Issues and verifies bearer tokens, which {@link org.microwish.caller.CurrentCaller} reads. Entry
 * point: {@link org.microwish.login.token.AccessTokens}; {@link
 * org.microwish.login.token.TokenKeyRing} holds the keys. The endpoint that issues a token to
 * anybody exists in dev and test builds only. Depends on {@code caller}, {@code party} (division
 * codes), {@code platform} and {@code problem}.
 */
package org.microwish.login.token;
