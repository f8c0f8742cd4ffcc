/**
 * The tree over the leaves: RFC 6962/9162 hashes and proofs, C2SP tiles and entry bundles. Entry
 * points: {@link org.microwish.ledger.merkle.TreeEdge} grows a tree, {@link
 * org.microwish.ledger.merkle.Proofs} makes and checks proofs. JDK only: the offline verifier uses
 * it too. Hashes are arrays of 32 bytes that nobody changes.
 */
package org.microwish.ledger.merkle;
