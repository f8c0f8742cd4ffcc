package org.microwish.lifecycle.review;

import java.util.Map;
import org.microwish.lifecycle.attachment.Note;
import org.microwish.lifecycle.command.Command;
import org.microwish.lifecycle.command.CommandContext;

/**
 * Adds the writes of review commands, for any reviewed aggregate. Each method extends a command and
 * returns it.
 */
public final class Review {

  private Review() {}

  /** Submits the aggregate. */
  public static <K extends Command<K, ?, C>, C extends CommandContext<? extends Reviewed, ?>>
      K submission(K command) {
    return command.writing(context -> context.aggregate.submittedAt = context.at);
  }

  /**
   * Records a decision: returns, rejects, refers, unpublishes or resumes the aggregate.
   *
   * @param reason the reason, or null
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
   * Publishes the aggregate. The aggregate's rules must refuse this while a moderation finding is
   * open.
   *
   * @param words the public texts by vault field, which the leaf commits to
   */
  public static <K extends Command<K, ?, C>, C extends CommandContext<? extends Reviewed, ?>>
      K publication(K command, Map<String, String> words) {
    return amendment(decision(command, null), words)
        .writing(context -> publish(context.aggregate, context));
  }

  /** Publishes the aggregate again after it was hidden. */
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

  /** Changes the public texts. */
  public static <K extends Command<K, ?, C>, C extends CommandContext<? extends Reviewed, ?>>
      K amendment(K command, Map<String, String> words) {
    return command.writing(context -> context.secrets.putAll(words));
  }
}
