/**
 * The Merkle tree over the leaves: hashes and proofs of RFC 6962 and 9162, tiles and entry bundles
 * of C2SP. Entry points: {@link org.microwish.ledger.merkle.TreeEdge} appends leaves, {@link
 * org.microwish.ledger.merkle.Proofs} computes and verifies proofs. Depends on the JDK only,
 * because the offline verifier uses it too. Most methods pass hashes as 32-byte arrays, which
 * callers must not modify.
 */
package org.microwish.ledger.merkle;
