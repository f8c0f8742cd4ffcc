/**
 * How every aggregate with a transition table changes: a command takes the row's lock, pure rules
 * decide, and rows and exactly one ledger entry are written in the caller's transaction. Entry
 * point: {@link org.microwish.lifecycle.command.Executor}. An aggregate brings its row, its table
 * and its rules.
 */
package org.microwish.lifecycle.command;
