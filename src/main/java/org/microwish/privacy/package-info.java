/**
 * Stores the data that erasure can destroy: personal values, the salts and values from which the
 * ledger's commitments were computed, and the owners of pseudonyms. Values and salts are sealed,
 * see {@code src/docs/decisions/vault.md}. Entry points: {@link org.microwish.privacy.Vault} for
 * values and the openings of commitments, {@link org.microwish.privacy.Pseudonyms} for the names
 * under which people appear in leaves. Personal values must not be stored anywhere else. Depends on
 * {@code ledger}, {@code platform}, {@code caller}.
 */
package org.microwish.privacy;
