package org.microwish.wish.command;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.microwish.caller.Caller;
import org.microwish.lifecycle.attachment.FollowUp;
import org.microwish.lifecycle.attachment.Note;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.wish.CommandOnWish;
import org.microwish.wish.Meeting;
import org.microwish.wish.WishExecutor;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.lifecycle.WishTransition;

/**
 * Records coordination meetings of projects and visits to fulfilled wishes. Each public method runs
 * one command in the caller's transaction, writes one ledger entry, and throws a {@code
 * ProblemException} when the command is refused.
 */
@ApplicationScoped
public class WishMeetings {

  private final WishExecutor executor;
  private final Ids ids;
  private final EntityManager entities;

  WishMeetings(WishExecutor executor, Ids ids, EntityManager entities) {
    this.executor = executor;
    this.ids = ids;
    this.entities = entities;
  }

  /** Records a coordination meeting of a project. */
  public WishReceipt holdMeeting(
      Caller caller,
      long id,
      Instant heldAt,
      int participants,
      String attendees,
      String agreed,
      Instant at) {
    return executor.execute(
        CommandOnWish.of(caller, id, WishTransition.HOLD_MEETING)
            .at(at)
            .writing(
                context -> {
                  if (heldAt.isAfter(context.now)) {
                    throw ProblemException.invalid("/heldAt", FieldFault.IN_FUTURE);
                  }
                  Meeting meeting = new Meeting();
                  meeting.id = ids.next();
                  meeting.wishId = id;
                  meeting.heldAt = heldAt;
                  meeting.participants = participants;
                  meeting.entryId = context.entryId;
                  entities.persist(meeting);
                  context.item = meeting.id;
                  context.facts.put(
                      "meeting", Map.of("heldAt", heldAt.toString(), "participants", participants));
                  context.note(Note.Kind.ATTENDEES, attendees);
                  context.note(Note.Kind.MEETING, agreed);
                }));
  }

  /** Records a follow-up visit to a fulfilled or archived wish. */
  public WishReceipt followUp(
      Caller caller,
      long id,
      LocalDate visitedOn,
      FollowUp.Result result,
      String note,
      Instant at) {
    return executor.execute(
        CommandOnWish.of(caller, id, WishTransition.FOLLOW_UP)
            .at(at)
            .writing(
                context -> {
                  if (visitedOn.isAfter(context.now.atZone(Time.ZONE).toLocalDate())) {
                    throw ProblemException.invalid("/visitedOn", FieldFault.IN_FUTURE);
                  }
                  if (visitedOn.isBefore(
                      context.wish.fulfilledAt.atZone(Time.ZONE).toLocalDate())) {
                    throw ProblemException.invalid("/visitedOn", FieldFault.WRONG_ORDER);
                  }
                  FollowUp visit = new FollowUp();
                  visit.id = ids.next();
                  visit.visitedOn = visitedOn;
                  visit.result = result;
                  context.attach(visit);
                  context.facts.put(
                      "followUp",
                      Map.of("visitedOn", visitedOn.toString(), "result", result.name()));
                  context.note(Note.Kind.FOLLOW_UP, note);
                }));
  }

  /** Records a note on the wish; the leaf contains only a commitment to the text. */
  public WishReceipt note(Caller caller, long id, String words, Instant at) {
    return executor.execute(
        CommandOnWish.of(caller, id, WishTransition.NOTE)
            .at(at)
            .writing(context -> context.note(Note.Kind.REMARK, words)));
  }
}
