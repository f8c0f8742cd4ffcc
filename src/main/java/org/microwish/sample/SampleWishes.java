package org.microwish.sample;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.microwish.caller.Caller;
import org.microwish.sample.SampleStreet.Meeting;
import org.microwish.sample.SampleStreet.Step;
import org.microwish.wish.EvidenceService;
import org.microwish.wish.EvidenceService.Deposit;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.WishRequests.Amount;
import org.microwish.wish.claim.ClaimService;
import org.microwish.wish.claiming.ClaimRecorder;
import org.microwish.wish.command.WishClosing;
import org.microwish.wish.command.WishConfirmation;
import org.microwish.wish.command.WishDrafting;
import org.microwish.wish.command.WishMeetings;
import org.microwish.wish.command.WishMoney;
import org.microwish.wish.command.WishReview;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;

/**
 * Loads wishes: executes each command with the services for wishes, as the caller that the command
 * names.
 */
@ApplicationScoped
class SampleWishes {

  /** The picture used for all evidence; it is marked as a sample. */
  private static final String PICTURE = "/sample/evidence.png";

  private final WishDrafting drafting;
  private final WishReview review;
  private final WishMeetings meetings;
  private final WishMoney money;
  private final WishConfirmation confirmation;
  private final WishClosing closing;
  private final ClaimService claims;
  private final ClaimRecorder claimRecorder;
  private final EvidenceService evidence;

  SampleWishes(
      WishDrafting drafting,
      WishReview review,
      WishMeetings meetings,
      WishMoney money,
      WishConfirmation confirmation,
      WishClosing closing,
      ClaimService claims,
      ClaimRecorder claimRecorder,
      EvidenceService evidence) {
    this.drafting = drafting;
    this.review = review;
    this.meetings = meetings;
    this.money = money;
    this.confirmation = confirmation;
    this.closing = closing;
    this.claims = claims;
    this.claimRecorder = claimRecorder;
    this.evidence = evidence;
  }

  /**
   * Executes all commands on one wish in the caller's transaction. They must be in one transaction:
   * otherwise the sweeper could see the half-loaded wish, whose deadlines are long past.
   *
   * @param ids the ids of members and organisations by key
   * @return the id of the new wish by its key
   */
  Map<String, Long> run(List<Step> steps, Map<String, Long> ids) {
    History history = new History(ids);
    steps.forEach(history::run);
    return Map.of(steps.getFirst().wish(), history.wish);
  }

  /** The state of one wish while its commands run. */
  private final class History {
    private final Map<String, Long> ids;
    private final Map<String, Long> claimIds = new HashMap<>();
    private final Set<Long> residentsWord = new HashSet<>();
    private long wish;

    History(Map<String, Long> ids) {
      this.ids = ids;
    }

    private void run(Step step) {
      Caller by = SampleCallers.of(step.by(), ids);
      Instant at = step.occurredAt();
      switch (step.command()) {
        case CREATE -> wish = drafting.create(by, step.draft(), at, true).wishId().value();
        case SUBMIT -> review.submit(by, wish, at);
        case RETURN -> review.sendBack(by, wish, step.note(), at);
        case REJECT -> review.reject(by, wish, step.note(), at);
        case REFER -> review.refer(by, wish, step.referredTo(), step.note(), at);
        case WITHDRAW -> closing.withdraw(by, wish, step.note(), at);
        case EXPIRE -> closing.expire(wish, at);
        case LAPSE -> claims.lapse(claim(step), at);
        case MARK_OVERDUE -> claims.markOverdue(claim(step), at);
        case PUBLISH -> review.publish(by, wish, step.publication(), at);
        case CLAIM -> claimIds.put(step.claim(), claim(by, step).claim().id().value());
        case APPROVE -> claims.approve(by, claim(step), at);
        case PLEDGE ->
            claims.pledge(by, claim(step), step.pledge().amount(), step.pledge().form(), at);
        case RELEASE -> claims.release(by, claim(step), step.reason(), step.note(), at);
        case CONTACT -> claims.contact(by, claim(step), step.note(), at);
        case ASSESS -> claims.assess(by, claim(step), step.note(), at);
        case START -> claims.start(by, claim(step), step.note(), at);
        case PROGRESS -> claims.progress(by, claim(step), step.note(), at);
        case HOLD_MEETING -> {
          Meeting held = step.meeting();
          meetings.holdMeeting(
              by, wish, at, held.participants(), held.attendees(), held.agreed(), at);
        }
        case POST_PUBLIC_FUNDS ->
            money.postPublicFunds(by, wish, step.movement(), step.amount(), step.note(), at);
        case DELIVER_PART -> claims.deliver(by, claim(step), false, spent(step), step.note(), at);
        case DELIVER -> claims.deliver(by, claim(step), true, spent(step), step.note(), at);
        case ADD_EVIDENCE -> addEvidence(by, step);
        case CONFIRM ->
            confirmation.confirm(
                by, wish, step.rating(), step.note(), step.proxy(), residentsWord, null, at);
        case REPORT_DISSATISFACTION ->
            confirmation.reportDissatisfaction(
                by,
                wish,
                step.claims().stream().map(claimIds::get).collect(Collectors.toSet()),
                step.note(),
                null,
                Set.of(),
                null,
                at);
        case FOLLOW_UP ->
            meetings.followUp(by, wish, step.visitedOn(), step.result(), step.note(), at);
        case ARCHIVE -> closing.archive(wish, at);
      }
    }

    private long claim(Step step) {
      return claimIds.get(step.claim());
    }

    private WishReceipt claim(Caller by, Step step) {
      Amount pledge = step.pledge();
      return claimRecorder.claim(
          by,
          wish,
          pledge == null ? Money.ZERO : pledge.amount(),
          pledge == null ? null : pledge.form(),
          step.participants().stream().map(ids::get).toList(),
          step.occurredAt());
    }

    private static Map<Form, Money> spent(Step step) {
      Map<Form, Money> spent = new EnumMap<>(Form.class);
      step.spent().forEach(amount -> spent.put(amount.form(), amount.amount()));
      return spent;
    }

    private void addEvidence(Caller by, Step step) {
      Long claim = step.claim() == null ? null : claim(step);
      WishReceipt receipt =
          evidence.add(
              by, wish, claim, step.evidence(), null, step.note(), picture(), step.occurredAt());
      if (claim == null) {
        residentsWord.add(receipt.item().value());
      }
    }

    private Deposit picture() {
      try (InputStream in = SampleWishes.class.getResourceAsStream(PICTURE)) {
        Path file = Files.createTempFile("sample", ".png");
        try {
          Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
          return evidence.store(file);
        } finally {
          Files.delete(file);
        }
      } catch (IOException unwritable) {
        throw new UncheckedIOException(unwritable);
      }
    }
  }
}
