package org.microwish.lifecycle.command;

/**
 * Is told of every command on an aggregate, before its entry is written; works in its transaction.
 * The claim batch, which brings no words, does not call it.
 */
public interface CommandWatcher {

  /** Looks at what a command brings; under the aggregate's lock. */
  void look(CommandContext<?, ?> context);
}
