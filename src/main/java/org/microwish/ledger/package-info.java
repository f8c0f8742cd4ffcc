/**
 * The ledger (工作台账): every change of state is one immutable entry, written in the transaction of
 * the change. Entry point: {@link org.microwish.ledger.Ledger#append}. The sequencer assigns each
 * entry a leaf index and extends the Merkle tree; consumers read in leaf order. {@code ledger.leaf}
 * holds the entry's canonical form and {@code ledger.merkle} the tree, both JDK only. Depends on
 * {@code platform}, {@code problem} and {@code caller}.
 */
package org.microwish.ledger;
