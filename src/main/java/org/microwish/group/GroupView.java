package org.microwish.group;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.group.lifecycle.GroupKind;
import org.microwish.group.lifecycle.GroupState;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.platform.http.ETag;
import org.microwish.platform.http.Tagged;

/**
 * A group as the caller may see it.
 *
 * @param number the serial number that people quote; missing until the number is assigned
 * @param division the code of the group's division
 * @param leaderId the member who leads the group; missing unless the caller is the leader, a
 *     steward of the host organisation, or an operator or auditor of the group's division
 * @param places the maximum number of members; missing if there is no limit
 * @param members the number of members; shown to the same callers as {@code leaderId}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "Group",
    description =
        "A group (团体). `leaderId` and `members` are shown only to the leader, the stewards of the"
            + " host organisation, and operators and auditors of the group's division.")
public record GroupView(
    Id id,
    long version,
    String number,
    GroupKind kind,
    GroupState state,
    String name,
    String purpose,
    String division,
    String divisionName,
    Id hostId,
    String hostName,
    Id parentId,
    Id leaderId,
    List<String> fields,
    Integer places,
    Integer members,
    boolean sample,
    Instant createdAt,
    Instant updatedAt)
    implements Tagged {

  static GroupView of(
      Group row, Map<String, String> divisionNames, Map<Long, String> hostNames, boolean roster) {
    return new GroupView(
        new Id(row.id),
        row.version,
        row.number,
        row.kind,
        row.state,
        row.name,
        row.purpose,
        DivisionCode.ofPath(row.divisionPath).text(),
        divisionNames.getOrDefault(row.divisionPath, row.divisionPath),
        row.hostId == null ? null : new Id(row.hostId),
        row.hostId == null ? null : hostNames.get(row.hostId),
        row.parentId == null ? null : new Id(row.parentId),
        roster && row.leaderId != null ? new Id(row.leaderId) : null,
        row.fieldList(),
        row.places,
        roster ? (Integer) row.members : null,
        row.sample,
        row.createdAt,
        row.updatedAt);
  }

  /**
   * Returns the version with a hash of the names, the serial number, the leader and the number of
   * members, because these can change without a new version or differ between callers.
   */
  @Override
  public ETag tag() {
    return ETag.of(
        version,
        Integer.toHexString(Objects.hash(name, divisionName, hostName, number, leaderId, members)));
  }
}
