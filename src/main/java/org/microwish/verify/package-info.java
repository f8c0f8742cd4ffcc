/**
 * The offline verifier: reads a log as C2SP tlog-tiles, from a server or a directory, and finds
 * whatever was added, removed, changed or left out. Entry point: {@link org.microwish.verify.Main}.
 * Packed by the build as a jar of its own, {@code microwish-verify.jar}, with {@code
 * ledger.merkle}, {@code ledger.leaf}, {@code wish.lifecycle}, {@code wish.money} and {@code
 * statistics.fold}; JDK only.
 */
package org.microwish.verify;
