/**
 * The list of all transition tables. The verifier, the documentation pages and the contract tests
 * read this list. Depends on the rules of each aggregate, {@code lifecycle.table} and {@code
 * ledger.leaf} only; no framework.
 */
package org.microwish.tables;
