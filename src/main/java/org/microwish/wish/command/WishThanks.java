package org.microwish.wish.command;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.lifecycle.attachment.Note;
import org.microwish.lifecycle.moderation.Moderation;
import org.microwish.privacy.Vault;
import org.microwish.wish.CommandOnWish;
import org.microwish.wish.WishContext;
import org.microwish.wish.WishExecutor;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.lifecycle.WishCommand;
import org.microwish.wish.lifecycle.WishTransition;

/**
 * The thank-you of a resident: private at first, and published word for word by an operator if the
 * resident allows it. Each public method runs one command in the caller's transaction, writes one
 * ledger entry, and throws a {@code ProblemException} when the command is refused.
 */
@ApplicationScoped
public class WishThanks {

  /** The vault field with the resident's words, to which leaves commit. */
  private static final String FIELD = "thanks";

  private final WishExecutor executor;
  private final Moderation moderation;
  private final PublicWords publicWords;
  private final Vault vault;

  WishThanks(WishExecutor executor, Moderation moderation, PublicWords publicWords, Vault vault) {
    this.executor = executor;
    this.moderation = moderation;
    this.publicWords = publicWords;
    this.vault = vault;
  }

  /**
   * Records a thank-you; it replaces an earlier one, which is no longer shown.
   *
   * @param publish whether the resident allows it to be published
   */
  public WishReceipt thank(Caller caller, long id, String words, boolean publish) {
    return executor.execute(
        CommandOnWish.of(caller, id, WishTransition.THANK)
            .writing(
                context -> {
                  context.secrets.put(FIELD, words);
                  context.wish.thanks = null;
                  context.wish.thanksAllowed = publish;
                }));
  }

  /**
   * Publishes the thank-you that the resident allows to be published, after the same checks as the
   * other public words.
   */
  public WishReceipt publish(Caller caller, long id, Instant at) {
    return executor.execute(
        CommandOnWish.of(caller, id, WishTransition.PUBLISH_THANKS)
            .at(at)
            .deciding(
                context ->
                    new WishCommand.ShowThanks(
                        WishTransition.PUBLISH_THANKS,
                        context.wish.thanksAllowed,
                        moderation.isOpen(context.wish)))
            .writing(this::publish));
  }

  private void publish(WishContext context) {
    String words = vault.read(context.wish.subject()).get(FIELD);
    context.wish.thanks = words;
    publicWords.check(context);
    context.commitTo(FIELD, words);
  }

  /**
   * Takes a published thank-you down. If the resident does so, the thank-you may not be published
   * again.
   */
  public WishReceipt hide(Caller caller, long id, String reason, Instant at) {
    return executor.execute(
        CommandOnWish.of(caller, id, WishTransition.HIDE_THANKS)
            .at(at)
            .deciding(
                context ->
                    new WishCommand.ShowThanks(
                        WishTransition.HIDE_THANKS, context.wish.thanks != null, false))
            .writing(
                context -> {
                  context.wish.thanks = null;
                  context.wish.thanksAllowed =
                      context.wish.thanksAllowed && caller.role() != Role.RESIDENT;
                  context.note(Note.Kind.REASON, reason);
                }));
  }
}
