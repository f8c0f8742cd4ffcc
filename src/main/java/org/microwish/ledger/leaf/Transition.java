package org.microwish.ledger.leaf;

/**
 * The change of state that an entry records.
 *
 * @param command the command: a name from the aggregate's command enum
 * @param from the aggregate's state before; null for its first entry
 * @param to the aggregate's state after
 */
public record Transition(String command, String from, String to) {}
