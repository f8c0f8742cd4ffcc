/**
 * The erasable side of the record: personal values, the salts and values behind the ledger's
 * commitments, and who a pseudonym is; sealed, see {@code src/docs/decisions/vault.md}. Entry
 * point: {@link org.microwish.privacy.Vault}. Nothing personal is stored anywhere else. Depends on
 * {@code ledger}, {@code platform}, {@code caller}.
 */
package org.microwish.privacy;
