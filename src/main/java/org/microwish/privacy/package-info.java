/**
 * The erasable part of the record: personal values, the salts and values behind the ledger's
 * commitments, and the owners of pseudonyms. Values and salts are sealed, see {@code
 * src/docs/decisions/vault.md}. Entry points: {@link org.microwish.privacy.Vault} for values and
 * the openings of commitments, {@link org.microwish.privacy.Pseudonyms} for the names under which
 * people appear in leaves. Personal values must not be stored anywhere else. Depends on {@code
 * ledger}, {@code platform}, {@code caller}.
 */
package org.microwish.privacy;
