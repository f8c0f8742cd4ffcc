/**
 * The offline verifier: reads a log in the form of C2SP tlog-tiles, from a server or a directory,
 * and finds entries that were added, removed or changed. Entry point: {@link
 * org.microwish.verify.Main}. The build packs it with {@code ledger.merkle}, {@code ledger.leaf},
 * {@code wish.lifecycle}, {@code wish.money}, {@code lifecycle.serial.numbering} and {@code
 * statistics.fold} as {@code microwish-verify.jar}; these packages use nothing but the JDK.
 */
package org.microwish.verify;
