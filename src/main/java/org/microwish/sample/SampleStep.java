package org.microwish.sample;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.microwish.wish.Evidence;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.ProxyReason;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.Movement;

/** One command in the life of a sample wish. Claims, members and organisations go by plan keys. */
public sealed interface SampleStep {

  /** When it happened. */
  Instant at();

  /** Handed in for review. */
  record Submit(Instant at) implements SampleStep {}

  /** Sent back to be mended. */
  record Return(Instant at, String reason) implements SampleStep {}

  /** Put on the wall. */
  record Publish(Instant at) implements SampleStep {}

  /** Claimed. A pledge of zero has no form. */
  record Claim(
      Instant at,
      String claim,
      ClaimantType type,
      String claimant,
      List<String> participants,
      Money pledge,
      Form form)
      implements SampleStep {}

  /** A pending claim becomes active. */
  record Approve(Instant at, String claim) implements SampleStep {}

  /** A further pledge. */
  record Pledge(Instant at, String claim, Money amount, Form form) implements SampleStep {}

  /** The claimant gives up. */
  record Release(Instant at, String claim, String reason) implements SampleStep {}

  /** The claimant spoke with the resident. */
  record Contact(Instant at, String claim, String note) implements SampleStep {}

  /** The claimant went and looked. */
  record Assess(Instant at, String claim, String note) implements SampleStep {}

  /** The work began. */
  record Start(Instant at, String claim) implements SampleStep {}

  /** How it goes. */
  record Progress(Instant at, String claim, String note) implements SampleStep {}

  /** A coordination meeting. */
  record HoldMeeting(Instant at, int participants, String attendees, String agreed)
      implements SampleStep {}

  /** Public money committed or spent. */
  record PostPublicFunds(Instant at, Movement movement, Money amount) implements SampleStep {}

  /** A part is done and paid. */
  record DeliverPart(Instant at, String claim, Map<Form, Money> spent, String note)
      implements SampleStep {}

  /** All is done. */
  record Deliver(Instant at, String claim, Map<Form, Money> spent, String note)
      implements SampleStep {}

  /**
   * A file that shows a claim's work, by its claimant, or, where no claim is named, the resident's
   * word, by whoever put the wish on record.
   */
  record AddEvidence(Instant at, String claim, Evidence.Kind kind, String note)
      implements SampleStep {}

  /** The resident is content; the proxy's reason is null when the resident speaks. */
  record Confirm(Instant at, ProxyReason proxy, int rating, String words) implements SampleStep {}

  /** The resident is not. */
  record ReportDissatisfaction(Instant at, List<String> redo, String reason)
      implements SampleStep {}

  /** A visit afterwards. */
  record FollowUp(Instant at, LocalDate visitedOn, String words) implements SampleStep {}

  /** The public notice is over. */
  record Archive(Instant at) implements SampleStep {}
}
