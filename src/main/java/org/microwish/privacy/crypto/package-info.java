/**
 * Sealing: authenticated encryption of values and files under keys that erasure can destroy, with
 * an international or a Chinese suite of algorithms. Entry points: {@link
 * org.microwish.privacy.crypto.SealingKey}, {@link org.microwish.privacy.crypto.KeyWrapping}. The
 * formats are in {@code src/docs/decisions/vault.md}. Uses no database and no framework; depends on
 * {@code platform} for random bytes and for refusing a start.
 */
package org.microwish.privacy.crypto;
