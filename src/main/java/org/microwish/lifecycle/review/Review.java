package org.microwish.lifecycle.review;

import java.util.Map;
import org.microwish.lifecycle.attachment.Note;
import org.microwish.lifecycle.command.Command;
import org.microwish.lifecycle.command.CommandContext;

/**
 * What the commands of a review write, whatever the aggregate. Each method adds to a command and
 * returns it.
 */
public final class Review {

  private Review() {}

  /** Hands it in. */
  public static <K extends Command<K, ?, C>, C extends CommandContext<? extends Reviewed, ?>>
      K submission(K command) {
    return command.writing(context -> context.aggregate.submittedAt = context.at);
  }

  /**
   * Decides on it: returns, rejects, refers, unpublishes or resumes it.
   *
   * @param reason why, or null
   */
  public static <K extends Command<K, ?, C>, C extends CommandContext<? extends Reviewed, ?>>
      K decision(K command, String reason) {
    return command.writing(
        context -> {
          context.aggregate.reviewedAt = context.at;
          context.aggregate.reviewedBy = context.caller.account();
          context.note(Note.Kind.REASON, reason);
        });
  }

  /**
   * Shows it to the public. The rules of the aggregate refuse this while a finding of a check
   * waits.
   *
   * @param words what everybody will read, by vault field, so that the leaf commits to it
   */
  public static <K extends Command<K, ?, C>, C extends CommandContext<? extends Reviewed, ?>>
      K publication(K command, Map<String, String> words) {
    return amendment(decision(command, null), words)
        .writing(context -> publish(context.aggregate, context));
  }

  /** Shows it again after a time in which nobody saw it. */
  public static <K extends Command<K, ?, C>, C extends CommandContext<? extends Reviewed, ?>>
      K republication(K command) {
    return command.writing(context -> publish(context.aggregate, context));
  }

  private static void publish(Reviewed aggregate, CommandContext<?, ?> context) {
    aggregate.publishedAt = context.at;
    if (aggregate.firstPublishedAt == null) {
      aggregate.firstPublishedAt = context.at;
    }
  }

  /** Changes what everybody reads. */
  public static <K extends Command<K, ?, C>, C extends CommandContext<? extends Reviewed, ?>>
      K amendment(K command, Map<String, String> words) {
    return command.writing(context -> context.secrets.putAll(words));
  }
}
