package org.microwish.wish.command;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import org.microwish.caller.Caller;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.attachment.Attachments;
import org.microwish.lifecycle.attachment.Evidence;
import org.microwish.lifecycle.attachment.GuardianConsent;
import org.microwish.lifecycle.attachment.Note;
import org.microwish.platform.Ids;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.wish.CommandOnWish;
import org.microwish.wish.EndReason;
import org.microwish.wish.Wish;
import org.microwish.wish.WishExecutor;
import org.microwish.wish.WishReads;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.lifecycle.WishCommand;
import org.microwish.wish.lifecycle.WishTransition;

/**
 * Records and withdraws consents to the handling of a sensitive person's data, by the person or a
 * guardian. Each public method runs one command in the caller's transaction, writes one ledger
 * entry, and throws a {@code ProblemException} when the command is refused.
 */
@ApplicationScoped
public class WishConsents {

  private final WishExecutor executor;
  private final WishReads reads;
  private final Ids ids;
  private final Attachments attachments;
  private final EntityManager entities;
  private final PublicWords publicWords;

  WishConsents(
      WishExecutor executor,
      WishReads reads,
      Ids ids,
      Attachments attachments,
      EntityManager entities,
      PublicWords publicWords) {
    this.publicWords = publicWords;
    this.executor = executor;
    this.reads = reads;
    this.ids = ids;
    this.attachments = attachments;
    this.entities = entities;
  }

  /**
   * Records a consent and sets the sensitivity of the wish. If the public texts contain the name of
   * who gave it, the wish leaves the wall and the desk gets a report.
   */
  public WishReceipt record(Caller caller, long id, ConsentDraft draft, Instant at) {
    return executor.execute(
        CommandOnWish.of(caller, id, WishTransition.RECORD_CONSENT)
            .at(at)
            .deciding(context -> new WishCommand.RecordConsent(draft.sensitivity()))
            .writing(
                context -> {
                  draft.check(context.now);
                  Evidence shown =
                      draft.evidence() == null
                          ? null
                          : entities.find(Evidence.class, draft.evidence().value());
                  if (draft.evidence() != null
                      && (shown == null || !shown.isOf(AggregateType.WISH, id))) {
                    throw ProblemException.invalid("/evidence", FieldFault.NOT_FOUND);
                  }
                  GuardianConsent consent = new GuardianConsent();
                  consent.id = ids.next();
                  consent.relation = draft.relation();
                  consent.method = draft.method();
                  consent.obtainedOn = draft.obtainedOn();
                  consent.evidenceId = shown == null ? null : shown.id;
                  consent.recordedBy = caller.account();
                  context.attach(consent);
                  context.wish.sensitivity = draft.sensitivity();
                  context.wish.consent = GuardianConsent.State.GIVEN;
                  context.keepSecret(GuardianConsent.nameField(consent.id), draft.name().value());
                  publicWords.hideIfNamed(context, draft.name().value());
                  if (draft.words() != null) {
                    context.keepSecret(
                        GuardianConsent.wordsField(consent.id), draft.words().value());
                  }
                  // The leaf looks like the leaf of a note, because a consent reveals the person's
                  // health or age.
                  context.commitTo(Note.field(consent.id), draft.terms());
                }));
  }

  /**
   * Withdraws the consents. A wish that can still be withdrawn is withdrawn, and its live claims
   * end. In every case the wish leaves the wall, and the retention job erases its personal data
   * once the wish is in a state that allows erasure.
   */
  public WishReceipt withdraw(Caller caller, long id, String reason, Instant at) {
    Wish found = reads.require(caller, id);
    // Does not check here whether there is a consent: the response would reveal to an unauthorised
    // caller that the wish is about a sensitive person. The rules check it after the caller's role.
    WishTransition transition =
        WishTransition.WITHDRAW.sources().contains(found.state)
            ? WishTransition.WITHDRAW
            : WishTransition.WITHDRAW_CONSENT;
    // Clears the session, so that the command reads the wish again under its lock.
    entities.clear();
    return executor.execute(
        CommandOnWish.of(caller, id, transition)
            .at(at)
            .deciding(
                context ->
                    transition == WishTransition.WITHDRAW
                        ? new WishCommand.Withdraw(true, true)
                        : new WishCommand.OnWish(transition))
            .writing(
                context -> {
                  context.endReason = EndReason.WISH_WITHDRAWN;
                  context.wish.consent = GuardianConsent.State.WITHDRAWN;
                  context.wish.offWall = true;
                  attachments.withdrawConsents(AggregateType.WISH, id, context.at);
                  context.note(Note.Kind.REASON, reason);
                }));
  }
}
