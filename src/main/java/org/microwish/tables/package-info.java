/**
 * The list of all transition tables. The verifier, the pages of the documentation and the tests of
 * the contract read it. Depends on each aggregate's rules only; JDK only.
 */
package org.microwish.tables;
