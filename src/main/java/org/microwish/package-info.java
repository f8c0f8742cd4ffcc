/**
 * The micro-wish service (微心愿). Start reading at {@code wish}: the aggregate and its lifecycle. A
 * command flows resource → service → one transaction (rows, postings, ledger entry, queue row); the
 * ledger then feeds statistics. Each package says in its own words what it is for and what it may
 * depend on.
 */
package org.microwish;
