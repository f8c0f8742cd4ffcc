/**
 * The Merkle tree over the leaves: RFC 6962/9162 hashes and proofs, C2SP tiles and entry bundles.
 * Entry points: {@link org.microwish.ledger.merkle.TreeEdge} appends leaves, {@link
 * org.microwish.ledger.merkle.Proofs} computes and verifies proofs. JDK only: the offline verifier
 * uses it too. Hashes are 32-byte arrays; callers must not modify them.
 */
package org.microwish.ledger.merkle;
