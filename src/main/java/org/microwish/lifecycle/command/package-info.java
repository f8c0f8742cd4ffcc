/**
 * Runs the commands of every aggregate that has a transition table: a command locks the row, rules
 * without side effects decide, and rows and exactly one ledger entry are written in the caller's
 * transaction. Entry point: {@link org.microwish.lifecycle.command.Executor}. Each aggregate
 * provides its entity, its transition table and its rules.
 */
package org.microwish.lifecycle.command;
