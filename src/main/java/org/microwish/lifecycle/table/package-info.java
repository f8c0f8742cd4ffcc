/**
 * Transition tables: the commands on an aggregate with their source and target states. Each
 * aggregate's table is an enum that implements {@link org.microwish.lifecycle.table.TransitionRow}.
 * Depends on the leaf schema and the JDK only.
 */
package org.microwish.lifecycle.table;
