/**
 * The offline verifier: reads a log in the format of C2SP tlog-tiles, from a server or a directory,
 * and finds entries that were added, removed or changed. Entry point: {@link
 * org.microwish.verify.Main}. The build packs it as {@code microwish-verify.jar}, together with the
 * packages that it uses, such as {@code ledger.merkle}, {@code ledger.leaf}, {@code
 * lifecycle.table}, {@code tables}, {@code wish.lifecycle}, {@code wish.money}, {@code
 * lifecycle.serial.numbering} and {@code statistics.fold}; {@code pom.xml} lists them all. They use
 * nothing but the JDK.
 */
package org.microwish.verify;
