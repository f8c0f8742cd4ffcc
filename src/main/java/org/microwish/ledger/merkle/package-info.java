/**
 * The Merkle tree over the leaves: RFC 6962/9162 hashes and proofs, C2SP tiles and entry bundles.
 * Entry points: {@link org.microwish.ledger.merkle.TreeEdge} appends leaves, {@link
 * org.microwish.ledger.merkle.Proofs} makes and checks proofs. JDK only: the offline verifier uses
 * it too. Hashes are arrays of 32 bytes, which must not be changed.
 */
package org.microwish.ledger.merkle;
