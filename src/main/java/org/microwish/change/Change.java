package org.microwish.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.lifecycle.reference.ExternalReference;
import org.microwish.platform.Id;

/**
 * A change as the feed and webhooks show it, in the form that the Standard Webhooks specification
 * recommends for events. It contains no personal data, except the external reference of a wish for
 * the client that created the wish. Its JSON text is smaller than {@link #MAX_BYTES}.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "Change",
    description = "A change: the public part of a ledger entry. It contains no personal data.")
public record Change(
    @Schema(
            required = true,
            description =
                "What happened: the type of the ledger entry. New types may be added; ignore those"
                    + " that you do not know")
        EntryType type,
    @Schema(required = true, description = "When the change was recorded") Instant timestamp,
    @Schema(required = true, description = "The change itself") Details data) {

  /** Upper limit of the size of a change as JSON text, in bytes. */
  public static final int MAX_BYTES = 20_000;

  /**
   * The content of a change.
   *
   * @param division the code of the community, or of a larger division; null if the change belongs
   *     to no division
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "ChangeDetails", description = "The content of a change.")
  public record Details(
      @Schema(
              required = true,
              description =
                  "The id of the ledger entry; getLedgerProof has its proof. If the service"
                      + " hides why a wish left the wall, this is an id of the change only, and no"
                      + " ledger entry has it")
          Id entryId,
      @Schema(
              required = true,
              description =
                  "Index of the entry's leaf, from 0: the order of all changes, and the value of"
                      + " `after` to continue after this change",
              examples = "2850")
          long leafIndex,
      @Schema(required = true, description = "What was changed") Subject aggregate,
      @Schema(required = true, description = "The change of its state") Move transition,
      @Schema(required = true, description = "When it happened, which may be before `timestamp`")
          Instant occurredAt,
      @Schema(
              required = true,
              description = "The role in which somebody made the change",
              examples = "OPERATOR")
          String actorRole,
      @Schema(
              description =
                  "Code of the community or of a division above it; missing if the change belongs to"
                      + " no division",
              examples = "440104013001")
          String division,
      @Schema(description = "The organisation that the change concerns, if there is one")
          Id organisationId,
      @Schema(
              type = SchemaType.OBJECT,
              description =
                  "The facts of the ledger entry; amounts are in fen. Which facts an entry has is"
                      + " described in src/docs/ledger-leaf.md. Missing if the change would be larger"
                      + " than 20 kB; getLedgerEntry has them then")
          Map<String, Object> facts,
      @Schema(
              description =
                  "The number that another system gave the wish; only for the client that created"
                      + " the wish")
          ExternalReference externalReference) {

    /** Returns a copy without the facts. */
    Details withoutFacts() {
      return new Details(
          entryId,
          leafIndex,
          aggregate,
          transition,
          occurredAt,
          actorRole,
          division,
          organisationId,
          null,
          externalReference);
    }
  }

  /** The aggregate that was changed. */
  @Schema(name = "ChangedAggregate", description = "The aggregate that was changed.")
  public record Subject(
      @Schema(required = true, description = "Its type") AggregateType type,
      @Schema(
              required = true,
              description = "Its id; that of a member or an account is its pseudonym in the ledger",
              examples = "0HZX3V8A6QK2M")
          String id,
      @Schema(
              required = true,
              description = "Its version after the change: a newer version includes this change",
              examples = "3")
          long version) {}

  /** The command, and the state of the aggregate before and after it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "ChangedState", description = "The command, and the states before and after it.")
  public record Move(
      @Schema(
              required = true,
              description = "The command that made the change",
              examples = "PUBLISH")
          String command,
      @Schema(
              description = "The state before; missing in the first entry of an aggregate",
              examples = "SUBMITTED")
          String from,
      @Schema(description = "The state after the change", examples = "OPEN") String to) {}

  /** Returns a copy without the facts, for a change that would be too large. */
  Change withoutFacts() {
    return new Change(type, timestamp, data.withoutFacts());
  }
}
