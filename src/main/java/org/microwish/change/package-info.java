/**
 * The feed of changes: the public parts of ledger entries, in the order of the ledger. {@code
 * Changes} reads them, and {@code Recorded} decides who may see which. Entry points: {@link
 * org.microwish.change.ChangeResource} lists changes and lets clients wait for new ones; the
 * package {@code webhook} sends them.
 *
 * <p>Depends on {@code ledger}, {@code party}, {@code privacy}, {@code wish}, {@code group}, {@code
 * lifecycle.reference}, {@code platform}, {@code caller} and {@code problem}.
 */
package org.microwish.change;
