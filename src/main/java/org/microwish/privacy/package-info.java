/**
 * The erasable side of the record: personal values, the salts and values behind the ledger's
 * commitments, and who a pseudonym is; sealed, see {@code src/docs/decisions/vault.md}. Entry
 * points: {@link org.microwish.privacy.Vault} for values and the openings of commitments, {@link
 * org.microwish.privacy.Pseudonyms} for who appears in a leaf under which name. Nothing personal is
 * stored anywhere else. Depends on {@code ledger}, {@code platform}, {@code caller}.
 */
package org.microwish.privacy;
