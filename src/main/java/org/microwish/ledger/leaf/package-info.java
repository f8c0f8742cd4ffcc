/**
 * The canonical form of a ledger entry, which is hashed, stored and published. Entry point: {@link
 * org.microwish.ledger.leaf.Leaf}. Leaves are immutable, so a schema version is final; a change
 * needs a new {@code v}. JDK only: the offline verifier uses it too.
 */
package org.microwish.ledger.leaf;
