package org.microwish.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.statistics.AsOfView;

/** The duties (双报到服务) of an organisation's members in a quarter: the record for the employer. */
@Schema(
    name = "DutyRecord",
    description = "The duties of an organisation's checked-in members in a quarter.")
public record DutyView(
    @Schema(required = true) AsOfView asOf,
    @Schema(
            required = true,
            description = "Root hash of the tree of the leaves counted, 64 hex digits")
        String rootHash,
    @Schema(required = true) Id organisationId,
    @Schema(required = true, examples = "梅影社区党委") String name,
    @Schema(required = true, examples = "2026-Q1", implementation = String.class)
        ReportPeriod period,
    @Schema(required = true, examples = "2026-01-01") LocalDate from,
    @Schema(required = true, examples = "2026-03-31") LocalDate to,
    @Schema(
            required = true,
            examples = "1",
            description = "Services that a member owes now; a frozen line keeps what was owed then")
        long owed,
    @Schema(
            required = true,
            examples = "20",
            description = "Present members who were checked in at some time of the quarter")
        long members,
    @Schema(required = true, examples = "17", description = "Members who did what they owe")
        long met,
    @Schema(required = true) List<Line> lines) {

  public DutyView {
    lines = List.copyOf(lines);
  }

  /** The services of one member. */
  @Schema(name = "DutyLine", description = "The services of one member.")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Line(
      @Schema(required = true) Id memberId,
      @Schema(examples = "张**", description = "The masked name; missing if it was erased")
          String name,
      @Schema(required = true, description = "The member in the leaves of the ledger")
          String pseudonym,
      @Schema(required = true, examples = "1", description = "Services that the member owes")
          long owed,
      @Schema(
              required = true,
              examples = "2",
              description = "Wishes that were fulfilled in the quarter with the member's help")
          long done,
      @Schema(required = true, description = "Whether that is at least what the member owes")
          boolean met,
      @Schema(description = "The ledger entry that froze the figures; missing until then")
          Id frozenBy) {}

  /** The frozen record of a member for a quarter. */
  @Schema(
      name = "FrozenDuties",
      description =
          "What the member owed and did in a quarter, as a ledger entry froze it. To check it, look"
              + " up the entry: it names the pseudonym, the quarter and the figures, and it is in"
              + " the tree of the checkpoint.")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Frozen(
      @Schema(examples = "张伟", description = "Missing if the name was erased") Confidential name,
      @Schema(required = true, description = "The member in the leaves of the ledger")
          String pseudonym,
      @Schema(required = true, examples = "2026-Q1", implementation = String.class)
          ReportPeriod period,
      @Schema(required = true, examples = "2026-01-01") LocalDate from,
      @Schema(required = true, examples = "2026-03-31") LocalDate to,
      @Schema(required = true, examples = "1") long owed,
      @Schema(required = true, examples = "2") long done,
      @Schema(required = true, description = "Whether `done` is at least `owed`") boolean met,
      @Schema(required = true, examples = "4711", description = "Number of ledger leaves counted")
          long counted,
      @Schema(required = true) Instant frozenAt,
      @Schema(required = true) WorkView.Entry entry,
      @Schema(required = true, examples = "4720", description = "Size of the checkpoint's tree")
          long treeSize,
      @Schema(required = true, description = "Root hash of the checkpoint's tree, 64 hex digits")
          String rootHash,
      @Schema(required = true, description = "The signed checkpoint, with its cosignatures")
          String checkpoint,
      @Schema(
              examples = "https://wish.example.org/check#k=d&m=4C1B8ZP0QW9RT&p=2026-Q1",
              description =
                  "The address with which anybody can check the record in a browser; the page for"
                      + " print shows it as a QR code. The part after `#`, which browsers send to no"
                      + " server, has the salt of the ledger's commitment to the name")
          Confidential check) {}

  /** The duties of the caller in a quarter. */
  @Schema(name = "MyDuties", description = "What the member owes and did in a quarter.")
  public record Own(
      @Schema(required = true) AsOfView asOf,
      @Schema(
              required = true,
              description = "Root hash of the tree of the leaves counted, 64 hex digits")
          String rootHash,
      @Schema(required = true, examples = "2026-Q1", implementation = String.class)
          ReportPeriod period,
      @Schema(required = true, examples = "2026-01-01") LocalDate from,
      @Schema(required = true, examples = "2026-03-31") LocalDate to,
      @Schema(
              required = true,
              description = "Whether the member was checked in with a community in the quarter")
          boolean checkedIn,
      @Schema(
              required = true,
              examples = "1",
              description = "Services that the member owes; 0 without a check-in")
          long owed,
      @Schema(required = true, examples = "2") long done,
      @Schema(required = true, description = "Whether `done` is at least `owed`") boolean met,
      @Schema(required = true, description = "The services, with the entries that prove them")
          List<WorkView> services) {

    public Own {
      services = List.copyOf(services);
    }
  }
}
