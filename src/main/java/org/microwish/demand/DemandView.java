package org.microwish.demand;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.demand.lifecycle.DemandCategory;
import org.microwish.demand.lifecycle.DemandChannel;
import org.microwish.demand.lifecycle.DemandKind;
import org.microwish.demand.lifecycle.DemandLevel;
import org.microwish.demand.lifecycle.DemandState;
import org.microwish.lifecycle.reference.ExternalReferences;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.http.ETag;
import org.microwish.platform.http.Tagged;
import org.microwish.privacy.Masking;

/**
 * A demand as the caller may see it.
 *
 * @param division the code of the demand's community
 * @param title the public title; missing unless the demand is public
 * @param wishId the wish or micro-project that the demand became
 * @param own what only the asker, the author, the staff and the offices that handle it see
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "Demand",
    description =
        "A demand (诉求). `own` is missing unless the caller is its asker, author or handler, or staff"
            + " of its division or of the level to which it is dispatched.")
public record DemandView(
    Id id,
    long version,
    DemandKind kind,
    DemandCategory category,
    DemandState state,
    String division,
    String divisionName,
    String title,
    String summary,
    String publicAnswer,
    Boolean adopted,
    int supporters,
    Id enterpriseId,
    Id wishId,
    boolean sample,
    Instant createdAt,
    Instant updatedAt,
    Own own)
    implements Tagged {

  /**
   * The non-public part of a demand.
   *
   * @param division the code of the recorded division, down to grid or building
   * @param masked true if name, telephone number and address are masked: for everybody but the
   *     asker, and the handler while handling
   * @param mine whether the caller is the demand's handler
   * @param route the route number, which the command to take the demand names
   * @param dueAt when the demand escalates unless it is answered
   * @param answerBy when the demand should be answered
   * @param mergedInto the demand whose answer is shown
   * @param outcome what becomes of the adopted suggestion
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "DemandOwn")
  public record Own(
      DemandChannel channel,
      String division,
      Confidential title,
      Confidential details,
      Confidential askerName,
      Confidential askerPhone,
      Confidential address,
      boolean masked,
      boolean mine,
      boolean handled,
      String resident,
      Id hallId,
      DemandLevel level,
      String office,
      Id departmentId,
      Id routeHallId,
      int route,
      Instant submittedAt,
      Instant acceptedAt,
      Instant dueAt,
      Instant answerBy,
      Instant answeredAt,
      boolean objected,
      Boolean satisfied,
      Id mergedInto,
      Confidential answer,
      Confidential outcome,
      Confidential source) {}

  static DemandView of(Demand row, Map<String, String> places, Own own) {
    boolean shown = row.isPublic();
    String path = DivisionCode.publicPath(row.divisionPath);
    return new DemandView(
        new Id(row.id),
        row.version,
        row.kind,
        row.category,
        row.state,
        DivisionCode.ofPath(path).text(),
        places.getOrDefault(path, path),
        shown ? row.publicTitle : null,
        shown ? row.publicSummary : null,
        shown ? row.publicAnswer : null,
        row.adopted,
        row.supporters,
        id(row.enterpriseId),
        id(row.wishId),
        row.sample,
        row.createdAt,
        row.updatedAt,
        own);
  }

  private static Id id(Long id) {
    return id == null ? null : new Id(id);
  }

  /**
   * Creates the non-public part.
   *
   * @param values the vault's values of the demand
   * @param answers the vault's values of the demand that answers this one; the same ones unless it
   *     was merged
   */
  static Own own(
      Demand row,
      Map<String, String> values,
      Map<String, String> answers,
      String community,
      boolean contact,
      boolean mine) {
    return new Own(
        row.channel,
        DivisionCode.ofPath(row.divisionPath).text(),
        Confidential.of(values.get("title")),
        Confidential.of(values.get("details")),
        Confidential.of(contact ? values.get("askerName") : Masking.name(values.get("askerName"))),
        Confidential.of(
            contact ? values.get("askerPhone") : Masking.phone(values.get("askerPhone"))),
        Confidential.of(
            contact ? values.get("address") : Masking.address(values.get("address"), community)),
        !contact,
        mine,
        row.handler != null,
        contact ? row.asker : null,
        id(row.hallId),
        row.level,
        row.officePath == null ? null : DivisionCode.ofPath(row.officePath).text(),
        id(row.departmentId),
        id(row.routeHallId),
        row.route,
        row.submittedAt,
        row.acceptedAt,
        row.dueAt,
        row.answerBy,
        row.answeredAt,
        row.objected,
        row.satisfied,
        id(row.mergedInto),
        Confidential.of(row.answeredAt == null ? null : answers.get("answer")),
        Confidential.of(row.answeredAt == null ? null : answers.get("outcome")),
        Confidential.of(contact ? values.get(ExternalReferences.FIELD) : null));
  }

  /**
   * Returns the version with a hash of what can change without a new version or differ between
   * callers.
   */
  @Override
  public ETag tag() {
    return ETag.of(version, Integer.toHexString(Objects.hash(divisionName, title, own)));
  }
}
