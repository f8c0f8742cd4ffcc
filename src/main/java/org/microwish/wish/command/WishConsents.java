package org.microwish.wish.command;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import org.microwish.caller.Caller;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.attachment.Attachments;
import org.microwish.lifecycle.attachment.Consent;
import org.microwish.lifecycle.attachment.Evidence;
import org.microwish.lifecycle.attachment.Note;
import org.microwish.platform.Ids;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.wish.CommandOnWish;
import org.microwish.wish.EndReason;
import org.microwish.wish.Wish;
import org.microwish.wish.WishExecutor;
import org.microwish.wish.WishHidings;
import org.microwish.wish.WishReads;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.lifecycle.WishCommand;
import org.microwish.wish.lifecycle.WishTransition;

/**
 * Records and withdraws consents, the person's own or a guardian's. Each public method runs one
 * command in the caller's transaction, writes one ledger entry, and throws a {@code
 * ProblemException} when the command is refused.
 */
@ApplicationScoped
public class WishConsents {

  private final WishExecutor executor;
  private final WishReads reads;
  private final Ids ids;
  private final Attachments attachments;
  private final EntityManager entities;
  private final PublicWords publicWords;
  private final WishHidings hidings;

  WishConsents(
      WishExecutor executor,
      WishReads reads,
      Ids ids,
      Attachments attachments,
      EntityManager entities,
      PublicWords publicWords,
      WishHidings hidings) {
    this.hidings = hidings;
    this.publicWords = publicWords;
    this.executor = executor;
    this.reads = reads;
    this.ids = ids;
    this.attachments = attachments;
    this.entities = entities;
  }

  /**
   * Records a consent. A consent to the handling of the data also sets the sensitivity of the wish.
   * If the public texts contain the name of the consenting person, the wish leaves the wall and the
   * desk gets a report.
   */
  public WishReceipt record(Caller caller, long id, ConsentDraft draft, Instant at) {
    boolean handling = draft.purpose() == Consent.Purpose.HANDLING;
    CommandOnWish command =
        handling
            ? CommandOnWish.of(caller, id, WishTransition.RECORD_CONSENT)
                .deciding(context -> new WishCommand.RecordConsent(draft.sensitivity()))
            : CommandOnWish.of(caller, id, WishTransition.NOTE);
    return executor.execute(
        command
            .at(at)
            .writing(
                context -> {
                  draft.check(context.wish.sensitivity, context.now);
                  Evidence shown =
                      draft.evidence() == null
                          ? null
                          : entities.find(Evidence.class, draft.evidence().value());
                  if (draft.evidence() != null
                      && (shown == null || !shown.isOf(AggregateType.WISH, id))) {
                    throw ProblemException.invalid("/evidence", FieldFault.NOT_FOUND);
                  }
                  Consent consent = new Consent();
                  consent.id = ids.next();
                  consent.purpose = draft.purpose();
                  consent.relation = draft.relation();
                  consent.method = draft.method();
                  consent.obtainedOn = draft.obtainedOn();
                  consent.evidenceId = shown == null ? null : shown.id;
                  consent.recordedBy = caller.account();
                  context.attach(consent);
                  if (handling) {
                    context.wish.sensitivity = draft.sensitivity();
                    context.wish.consent = Consent.State.GIVEN;
                  }
                  context.keepSecret(consent.nameField(), draft.name().value());
                  publicWords.hideIfNamed(context, draft.name().value());
                  if (draft.words() != null) {
                    context.keepSecret(Consent.wordsField(consent.id), draft.words().value());
                  }
                  // The leaf looks like the leaf of a note, because a consent reveals the person's
                  // health or age.
                  context.commitTo(Note.field(consent.id), draft.terms());
                }));
  }

  /**
   * Withdraws one consent to be photographed or named. A published thank-you that names the
   * resident is taken down if no other consent to be named remains; a minor's own consent does not
   * count.
   */
  public WishReceipt withdrawOne(Caller caller, long id, long consent, String reason) {
    return executor.execute(
        CommandOnWish.of(caller, id, WishTransition.NOTE)
            .deciding(
                context ->
                    new WishCommand.WithdrawPublicConsent(
                        attachments.countConsent(
                                consent, AggregateType.WISH, id, Consent.Purpose.HANDLING)
                            > 0))
            .writing(
                context -> {
                  attachments.withdrawConsent(
                      consent, AggregateType.WISH, id, Consent.Purpose.HANDLING, context.at);
                  publicWords.removeThanksWithoutConsent(context.wish);
                  context.note(Note.Kind.REASON, reason);
                }));
  }

  /**
   * Withdraws all consents of the wish. A wish that can still be withdrawn is withdrawn, and its
   * live claims end. In every case the wish leaves the wall, and the retention job erases its
   * personal data once the wish is in a state that allows erasure.
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
                  context.wish.consent = Consent.State.WITHDRAWN;
                  hidings.add(context.wish);
                  context.wish.offWall = true;
                  attachments.withdrawConsents(AggregateType.WISH, id, context.at);
                  context.note(Note.Kind.REASON, reason);
                }));
  }
}
