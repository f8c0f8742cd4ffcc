/**
 * The rules of groups: table, refusals and decision. Pure: the verifier reads the table. Depends on
 * {@code lifecycle.table} and the leaf schema; JDK only.
 */
package org.microwish.group.lifecycle;
