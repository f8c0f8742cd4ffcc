/**
 * Sealing: authenticated encryption of values and files under keys that erasure can destroy, with
 * the international or the Chinese suite. Entry points: {@link
 * org.microwish.privacy.crypto.SealingKey}, {@link org.microwish.privacy.crypto.KeyWrapping}. The
 * formats are in {@code src/docs/decisions/vault.md}. Knows no database and no framework; depends
 * on {@code platform} for randomness and for saying why a start is refused.
 */
package org.microwish.privacy.crypto;
