package org.microwish.ledger.leaf;

/**
 * The change of state that a ledger entry records.
 *
 * @param command the name of the command that made the change
 * @param from the aggregate's state before the change; null in the aggregate's first entry
 * @param to the aggregate's state after the change
 */
public record Transition(String command, String from, String to) {}
