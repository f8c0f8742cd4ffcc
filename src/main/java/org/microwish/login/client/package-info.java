/**
 * OAuth clients, the programs of partners and auditors: their administration, and the OAuth 2.0
 * token endpoint, which issues tokens for client credentials (RFC 6749 section 4.4, RFC 7523).
 * Entry points: {@link org.microwish.login.client.Clients}, {@link
 * org.microwish.login.client.ClientTokens}. Depends on {@code login.token}, {@code login.account}
 * (epochs), {@code login.credential}, {@code ledger}, {@code privacy} (pseudonyms), {@code party},
 * {@code platform}, {@code problem}, {@code caller}.
 */
package org.microwish.login.client;
