package org.microwish.statistics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.statistics.fold.Board;
import org.microwish.statistics.fold.BoardFigures;
import org.microwish.statistics.fold.BoardStanding;

/** The response with a monthly leaderboard (每月先锋榜). */
@Schema(
    name = "Leaderboard",
    description =
        "A monthly leaderboard (每月先锋榜): the best organisations and members, at most 100 each."
            + " Ranked by `fulfilled`, then `participations`, then the earliest fulfilment, then"
            + " id.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LeaderboardView(
    @Schema(required = true) AsOfView asOf,
    @Schema(
            examples = "440104013",
            description = "The division's path; missing for the board of all divisions")
        String division,
    @Schema(required = true, examples = "2022-02", description = "The month, yyyy-MM") String month,
    @Schema(description = "Missing if the board is not frozen and can still change") Frozen frozen,
    @Schema(required = true) List<OrganisationLine> organisations,
    @Schema(required = true) List<MemberLine> members,
    @Schema(
            description =
                "What was recorded too late for the frozen board and is on no board; missing if the"
                    + " board is not frozen")
        Late late) {

  public LeaderboardView {
    organisations = List.copyOf(organisations);
    members = List.copyOf(members);
  }

  /** The ledger entry that froze a board. */
  @Schema(name = "LeaderboardFreeze", description = "The ledger entry that froze the board.")
  public record Frozen(
      @Schema(required = true, examples = "0HZXKQ5V3W2AB", description = "The ledger entry")
          String entryId,
      @Schema(
              required = true,
              examples = "4711",
              description =
                  "Number of ledger leaves that the board counts: those with a smaller index")
          long treeSize,
      @Schema(
              required = true,
              examples = "2022-03-04T00:10:00+08:00",
              description = "When the board was frozen")
          Instant frozenAt) {}

  /** The line of one organisation on a board. */
  @Schema(name = "LeaderboardOrganisation", description = "One organisation on the board.")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OrganisationLine(
      @Schema(required = true, examples = "1") int rank,
      @Schema(required = true, examples = "0HZXKQ5V3W2AB", description = "The organisation's id")
          String id,
      @Schema(examples = "梅花村街道机关党支部", description = "The organisation's name") String name,
      @Schema(
              required = true,
              examples = "7",
              description =
                  "Distinct wishes fulfilled in the month that the organisation or its members"
                      + " completed")
          long fulfilled,
      @Schema(
              required = true,
              examples = "15",
              description =
                  "Participations (人次) that began in the month, in its own and its members'"
                      + " claims")
          long participations,
      @Schema(
              examples = "2022-02-03T16:20:00+08:00",
              description = "The earliest of these fulfilments; missing if there is none")
          Instant earliestFulfilmentAt) {}

  /** The line of one member on a board. */
  @Schema(
      name = "LeaderboardMember",
      description =
          "One member on the board: by name if the member has consented, otherwise by pseudonym.")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record MemberLine(
      @Schema(required = true, examples = "1") int rank,
      @Schema(examples = "陈志强", description = "The member's name; only with recorded consent")
          String name,
      @Schema(
              examples = "5v0k1m8q2t7c4d9h3j6n0p1r2s",
              description = "The member's pseudonym in the ledger; missing if the name is shown")
          String pseudonym,
      @Schema(
              required = true,
              examples = "4",
              description =
                  "Distinct wishes fulfilled in the month that the member helped to complete")
          long fulfilled,
      @Schema(
              required = true,
              examples = "5",
              description = "Claims in which the member's participation began in the month")
          long participations,
      @Schema(
              examples = "2022-02-03T16:20:00+08:00",
              description = "The earliest of these fulfilments; missing if there is none")
          Instant earliestFulfilmentAt) {}

  /**
   * Fulfilments and participations in the month of a frozen board that were recorded too late for
   * it.
   */
  @Schema(
      name = "LeaderboardLate",
      description = "Events of the month that were recorded after the board was frozen.")
  public record Late(
      @Schema(required = true) List<OrganisationLine> organisations,
      @Schema(required = true) List<MemberLine> members) {

    public Late {
      organisations = List.copyOf(organisations);
      members = List.copyOf(members);
    }
  }

  /**
   * Creates the response with a board: the frozen one, or the live one if it is not frozen.
   *
   * @param frozen the frozen board; null if the board is not frozen
   * @param live the current board; used only if {@code frozen} is null
   * @param late what was recorded too late for the frozen board; null if the board is not frozen
   * @param organisationNames the names of organisations by id
   * @param memberNames the names of members by pseudonym, only of members who consented
   */
  static LeaderboardView of(
      AsOf asOf,
      String division,
      String month,
      BoardFigures frozen,
      Board live,
      Board late,
      Map<String, String> organisationNames,
      Map<String, String> memberNames) {
    Board shown = frozen == null ? live : frozen.board();
    return new LeaderboardView(
        AsOfView.of(asOf),
        division.isEmpty() ? null : division,
        month,
        frozen == null ? null : new Frozen(frozen.entryId(), frozen.treeSize(), frozen.frozenAt()),
        organisations(shown, organisationNames),
        members(shown, memberNames),
        late == null
            ? null
            : new Late(organisations(late, organisationNames), members(late, memberNames)));
  }

  private static List<OrganisationLine> organisations(Board board, Map<String, String> names) {
    return board.organisations().stream()
        .map(
            line ->
                new OrganisationLine(
                    line.rank(),
                    line.id(),
                    names.get(line.id()),
                    line.fulfilled(),
                    line.participations(),
                    line.earliestFulfilment()))
        .toList();
  }

  private static List<MemberLine> members(Board board, Map<String, String> names) {
    return board.members().stream().map(line -> member(line, names.get(line.id()))).toList();
  }

  private static MemberLine member(BoardStanding line, String name) {
    return new MemberLine(
        line.rank(),
        name,
        // A pseudonym beside the name would identify the member everywhere in the ledger.
        name == null ? line.id() : null,
        line.fulfilled(),
        line.participations(),
        line.earliestFulfilment());
  }
}
