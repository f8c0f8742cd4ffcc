/**
 * The list of all transition tables. The verifier, the filter that adds the tables to the OpenAPI
 * contract, the generator of the page {@code lifecycle.md} and a test of the roles read this list.
 * Depends only on the rules of each aggregate, {@code lifecycle.table} and {@code ledger.leaf}, and
 * uses no framework.
 */
package org.microwish.tables;
