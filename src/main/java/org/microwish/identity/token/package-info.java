/**
 * Writes bearer tokens: what {@link org.microwish.identity.CurrentCaller} reads. Entry point:
 * {@link org.microwish.identity.token.CallerTokens}. The endpoint that gives one to anybody exists
 * in dev and test only. Depends on {@code identity}, {@code party} (division codes), {@code
 * platform} and {@code problem}.
 */
package org.microwish.identity.token;
