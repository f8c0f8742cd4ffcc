/**
 * Runs the commands of every aggregate with a transition table: a command locks the row, pure rules
 * decide, and rows and exactly one ledger entry are written in the caller's transaction. Entry
 * point: {@link org.microwish.lifecycle.command.Executor}. Each aggregate supplies its row, its
 * table and its rules.
 */
package org.microwish.lifecycle.command;
