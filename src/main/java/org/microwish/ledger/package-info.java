/**
 * The ledger (工作台账). Every change of state is recorded as one immutable entry, in the transaction
 * that makes the change. Entry point: {@link org.microwish.ledger.Ledger#append}. The sequencer
 * then assigns each entry a leaf index and extends the Merkle tree; other packages process the
 * entries in the order of their leaves. {@code ledger.leaf} contains the canonical form of an entry
 * and {@code ledger.merkle} the tree; both depend on the JDK only. Depends on {@code platform},
 * {@code problem} and {@code caller}.
 */
package org.microwish.ledger;
