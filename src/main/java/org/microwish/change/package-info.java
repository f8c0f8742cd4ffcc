/**
 * The changes that callers may see, in the order of the ledger: each is the public part of a ledger
 * entry. {@code Changes} reads them, and {@code Recorded} decides who may see which. Entry points:
 * {@link org.microwish.change.ChangeResource} lists them and lets clients wait for new ones; {@code
 * webhook} sends them. Depends on {@code ledger}, {@code party}, {@code privacy}, {@code wish},
 * {@code group}, {@code lifecycle.reference}, {@code platform}, {@code caller} and {@code problem}.
 */
package org.microwish.change;
