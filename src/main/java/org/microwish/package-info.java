/**
 * The micro-wish service (微心愿). Start reading at {@code wish}: the aggregate and its lifecycle. A
 * command runs resource → service → one transaction (rows, postings, ledger entry, queue row);
 * statistics are then derived from the ledger. Each package-info states the package's purpose and
 * its allowed dependencies.
 */
package org.microwish;
