/**
 * The canonical form of a ledger entry, called a leaf, which is hashed, stored and published. Entry
 * point: {@link org.microwish.ledger.leaf.Leaf}. Leaves are immutable, so a published schema
 * version never changes; a change of the schema needs a new value of the member {@code v}. Depends
 * on the JDK only, because the offline verifier uses it too.
 */
package org.microwish.ledger.leaf;
