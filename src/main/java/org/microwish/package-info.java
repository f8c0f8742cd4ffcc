/**
 * The micro-wish service (微心愿). Start reading at package {@code wish}, which contains the central
 * aggregate and its lifecycle. A command runs resource → service → one transaction, which writes
 * rows, personal values and one ledger entry; statistics are then derived from the ledger. Each
 * package-info states the package's purpose and its allowed dependencies.
 */
package org.microwish;
