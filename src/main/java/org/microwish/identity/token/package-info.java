/**
 * Makes bearer tokens: what {@link org.microwish.identity.CurrentCaller} reads. Entry point: {@link
 * org.microwish.identity.token.AccessTokens}; {@link org.microwish.identity.token.TokenSigner} has
 * the key. The endpoint that gives a token to anybody exists in dev and test only. Depends on
 * {@code identity}, {@code party} (division codes), {@code platform} and {@code problem}.
 */
package org.microwish.identity.token;
