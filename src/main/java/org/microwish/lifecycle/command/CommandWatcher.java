package org.microwish.lifecycle.command;

/**
 * Observes every command on an aggregate, in its transaction and before its ledger entry is
 * written. Not called for batches of claims, which contain no texts.
 */
public interface CommandWatcher {

  /** Inspects a command; runs under the aggregate's lock. */
  void look(CommandContext<?, ?> context);
}
