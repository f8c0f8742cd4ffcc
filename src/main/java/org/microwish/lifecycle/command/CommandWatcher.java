package org.microwish.lifecycle.command;

/**
 * Observes the commands that an {@link Executor} runs, in the transaction of the command and before
 * the ledger entry is written. Not called for batches of new claims, which contain no texts.
 */
public interface CommandWatcher {

  /** Inspects a command. Called under the lock of the aggregate, unless the command creates it. */
  void look(CommandContext<?, ?> context);
}
