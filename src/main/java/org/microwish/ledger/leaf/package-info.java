/**
 * The canonical form of a ledger entry: what is hashed, stored and published. Entry point: {@link
 * org.microwish.ledger.leaf.Leaf}. The schema is final, because leaves are immutable; a change of
 * it is a new {@code v}. JDK only: the offline verifier uses it too.
 */
package org.microwish.ledger.leaf;
