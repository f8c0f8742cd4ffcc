/**
 * Programs of partners and auditors: their registration, and the OAuth 2.0 token endpoint that
 * gives them tokens for their credentials (RFC 6749 section 4.4, RFC 7523). Entry points: {@link
 * org.microwish.identity.client.Clients}, {@link org.microwish.identity.client.ClientTokens}.
 * Depends on {@code identity.token}, {@code identity.account} (epochs), {@code
 * identity.credential}, {@code ledger}, {@code privacy} (pseudonyms), {@code party}, {@code
 * platform}, {@code problem}, {@code identity}.
 */
package org.microwish.identity.client;
