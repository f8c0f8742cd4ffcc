package org.microwish.wish.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.ledger.EventTime;
import org.microwish.lifecycle.attachment.FollowUp;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.idempotency.Creates;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;
import org.microwish.wish.Meeting;
import org.microwish.wish.NoteView;
import org.microwish.wish.WishReads;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.WishRequests;

/** HTTP resource for coordination meetings, follow-up visits and notes of a wish. */
@Path("/api/v1/wishes")
@Tag(name = "wishes")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class WishNotesResource {

  private final WishMeetings meetings;
  private final WishReads reads;
  private final Transactions transactions;
  private final CurrentCaller caller;

  WishNotesResource(
      WishMeetings meetings, WishReads reads, Transactions transactions, CurrentCaller caller) {
    this.meetings = meetings;
    this.reads = reads;
    this.transactions = transactions;
    this.caller = caller;
  }

  @POST
  @Path("/{id}/notes")
  @RolesAllowed({Role.Name.RESIDENT, Role.Name.COLLECTOR, Role.Name.OPERATOR, Role.Name.PARTNER})
  @Creates("/wishes/{id}/notes")
  @Problems(ProblemType.WISH_STATE_CONFLICT)
  @Operation(
      operationId = "addNote",
      summary = "Records a note",
      description =
          "Allowed for the resident, the wish's partner, and the collectors and operators of the"
              + " wish's division, in any state. The note is not public; the ledger only commits to"
              + " it.")
  public WishReceipt addNote(@PathParam("id") Id id, @NotNull @Valid WishRequests.Noted body) {
    return meetings.note(
        WishRequests.OnBehalfOf.acting(caller.get(), body.onBehalfOf()),
        id.value(),
        Confidential.text(body.note()),
        EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/meetings")
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.COLLECTOR})
  @Creates("/wishes/{id}/meetings")
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.CORRECTION_NOT_ALLOWED})
  @Operation(
      operationId = "recordMeeting",
      summary = "Records a coordination meeting of a micro-project",
      description =
          "Allowed for collectors and operators of the wish's division. Refused with"
              + " CORRECTION_NOT_ALLOWED for a micro-wish. `heldAt` must not be in the future.")
  public WishReceipt recordMeeting(
      @PathParam("id") Id id, @NotNull @Valid WishRequests.MeetingHeld body) {
    return meetings.holdMeeting(
        caller.get(),
        id.value(),
        body.heldAt(),
        body.participants(),
        Confidential.text(body.attendees()),
        Confidential.text(body.agreed()),
        EventTime.given(caller.get(), body.occurredAt()));
  }

  @GET
  @Path("/{id}/meetings")
  @RolesAllowed({
    Role.Name.RESIDENT,
    Role.Name.COLLECTOR,
    Role.Name.MEMBER,
    Role.Name.STEWARD,
    Role.Name.OPERATOR,
    Role.Name.AUDITOR,
    Role.Name.PARTNER
  })
  @Operation(
      operationId = "listMeetings",
      summary = "Lists the coordination meetings of a micro-project, oldest first",
      description =
          "Allowed for the resident, the wish's partner, the collectors, operators and auditors of"
              + " the wish's division, claimants and participants. Attendees and agreements are in"
              + " `listNotes`.")
  public MeetingList meetings(@PathParam("id") Id id) {
    return transactions.call(
        () ->
            new MeetingList(
                reads.meetings(reads.requireInside(caller.get(), id.value())).stream()
                    .map(MeetingView::of)
                    .toList()));
  }

  /** The meetings of one project. */
  public record MeetingList(List<MeetingView> items) {}

  /** A coordination meeting; attendees and agreements are listed with the wish's notes. */
  @Schema(name = "Meeting")
  public record MeetingView(Id id, Instant heldAt, int participants, Id entryId) {
    static MeetingView of(Meeting meeting) {
      return new MeetingView(
          new Id(meeting.id), meeting.heldAt, meeting.participants, new Id(meeting.entryId));
    }
  }

  @POST
  @Path("/{id}/follow-ups")
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.COLLECTOR})
  @Creates("/wishes/{id}/follow-ups")
  @Problems({ProblemType.WISH_STATE_CONFLICT})
  @Operation(
      operationId = "recordFollowUp",
      summary = "Records a follow-up visit to a fulfilled wish",
      description =
          "Allowed for collectors and operators of the wish's division. `visitedOn` is a day"
              + " (Asia/Shanghai), not before the fulfilment and not in the future. A visit with"
              + " ISSUES_FOUND leads to `reopenWish` while the wish is FULFILLED, or to `createWish`;"
              + " both take its id as `followUp`.")
  public WishReceipt recordFollowUp(
      @PathParam("id") Id id, @NotNull @Valid WishRequests.FollowUpMade body) {
    return meetings.followUp(
        caller.get(),
        id.value(),
        body.visitedOn(),
        body.result(),
        Confidential.text(body.note()),
        EventTime.given(caller.get(), body.occurredAt()));
  }

  @GET
  @Path("/{id}/follow-ups")
  @RolesAllowed({
    Role.Name.RESIDENT,
    Role.Name.COLLECTOR,
    Role.Name.MEMBER,
    Role.Name.STEWARD,
    Role.Name.OPERATOR,
    Role.Name.AUDITOR,
    Role.Name.PARTNER
  })
  @Operation(
      operationId = "listFollowUps",
      summary = "Lists the follow-up visits to a wish, oldest first",
      description =
          "Allowed for the resident, the wish's partner, the collectors, operators and auditors of"
              + " the wish's division, claimants and participants. The texts are in `listNotes`.")
  public FollowUpList followUps(@PathParam("id") Id id) {
    return transactions.call(
        () ->
            new FollowUpList(
                reads.followUps(reads.requireInside(caller.get(), id.value())).stream()
                    .map(FollowUpView::of)
                    .toList()));
  }

  /** The follow-up visits of one wish. */
  public record FollowUpList(List<FollowUpView> items) {}

  /** A follow-up visit; the text about the visit is listed with the wish's notes. */
  @Schema(name = "FollowUp")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record FollowUpView(
      Id id,
      LocalDate visitedOn,
      FollowUp.Result result,
      Id entryId,
      @Schema(description = "The ledger entry that reopened the wish because of the visit")
          Id redoEntry,
      @Schema(description = "The new wish that takes up what the visit found") Id nextWish) {
    static FollowUpView of(FollowUp visit) {
      return new FollowUpView(
          new Id(visit.id),
          visit.visitedOn,
          visit.result,
          new Id(visit.entryId),
          visit.redoEntry == null ? null : new Id(visit.redoEntry),
          visit.nextWish == null ? null : new Id(visit.nextWish));
    }
  }

  @GET
  @Path("/{id}/notes")
  @RolesAllowed({
    Role.Name.RESIDENT,
    Role.Name.COLLECTOR,
    Role.Name.MEMBER,
    Role.Name.STEWARD,
    Role.Name.OPERATOR,
    Role.Name.AUDITOR,
    Role.Name.PARTNER
  })
  @Operation(
      operationId = "listNotes",
      summary = "Lists the notes on a wish, oldest first",
      description =
          "Reasons, assessments, progress, deliveries, comments, and the texts of evidence,"
              + " meetings and visits. The resident, the wish's partner, and the collectors,"
              + " operators and auditors of the wish's division see all notes; claimants and"
              + " participants those on their own claims.")
  public NoteList notes(@PathParam("id") Id id) {
    return transactions.call(
        () ->
            new NoteList(reads.notes(caller.get(), reads.requireInside(caller.get(), id.value()))));
  }

  /** The notes of one wish. */
  public record NoteList(List<NoteView> items) {}
}
