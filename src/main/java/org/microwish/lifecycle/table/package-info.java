/**
 * Transition tables: what every command on an aggregate is, from which states it may come and where
 * it leads. The aggregates' tables are enums of {@link
 * org.microwish.lifecycle.table.TransitionRow}. Knows the leaf schema only; JDK only.
 */
package org.microwish.lifecycle.table;
