package org.microwish.lifecycle.review;

import java.util.Map;
import org.microwish.lifecycle.attachment.Note;
import org.microwish.lifecycle.command.Command;
import org.microwish.lifecycle.command.CommandContext;

/**
 * Adds the writes of review commands, for any type of reviewed aggregate. Each method adds writes
 * to the given command and returns this command, without running it.
 */
public final class Review {

  private Review() {}

  /** Adds the writes of a submission. */
  public static <K extends Command<K, ?, C>, C extends CommandContext<? extends Reviewed, ?>>
      K submission(K command) {
    return command.writing(context -> context.aggregate.submittedAt = context.at);
  }

  /**
   * Adds the writes of a decision by staff, such as returning, rejecting, referring or unpublishing
   * the aggregate.
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
   * Adds the writes of a publication. The rules of the aggregate must refuse the command while a
   * moderation finding is open.
   *
   * @param words the public texts by vault field, to which the leaf commits
   */
  public static <K extends Command<K, ?, C>, C extends CommandContext<? extends Reviewed, ?>>
      K publication(K command, Map<String, String> words) {
    return amendment(decision(command, null), words)
        .writing(context -> publish(context.aggregate, context));
  }

  /**
   * Adds the writes of publishing an aggregate again, such as an expired wish or a suspended group.
   */
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

  /** Adds the writes of a change of the public texts, given by vault field. */
  public static <K extends Command<K, ?, C>, C extends CommandContext<? extends Reviewed, ?>>
      K amendment(K command, Map<String, String> words) {
    return command.writing(context -> context.secrets.putAll(words));
  }
}
