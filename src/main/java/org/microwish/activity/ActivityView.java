package org.microwish.activity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.activity.lifecycle.ActivityKind;
import org.microwish.activity.lifecycle.ActivityState;
import org.microwish.activity.lifecycle.HoursMode;
import org.microwish.activity.lifecycle.SignUp;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.platform.http.ETag;
import org.microwish.platform.http.Tagged;

/** An activity with its sessions. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Activity", description = "An activity (活动) with its sessions.")
public record ActivityView(
    Id id,
    long version,
    ActivityKind kind,
    ActivityState state,
    String title,
    String text,
    String division,
    String divisionName,
    Id hostId,
    String hostName,
    Id groupId,
    List<Id> coHostIds,
    Id stationId,
    Id spaceId,
    SignUp signUp,
    HoursMode hoursMode,
    Integer fixedMinutes,
    List<Session> sessions,
    boolean sample,
    Instant createdAt,
    Instant updatedAt)
    implements Tagged {

  /** A session with the number of its free seats. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "ActivitySession", description = "A session of an activity.")
  public record Session(
      Id id, Instant startsAt, Instant endsAt, int seats, int free, String location) {}

  static ActivityView of(
      Activity row,
      List<ActivitySession> sessions,
      Map<String, String> divisionNames,
      Map<Long, String> hostNames) {
    return new ActivityView(
        new Id(row.id),
        row.version,
        row.kind,
        row.state,
        row.title,
        row.text,
        DivisionCode.ofPath(row.divisionPath).text(),
        divisionNames.getOrDefault(row.divisionPath, row.divisionPath),
        row.hostId == null ? null : new Id(row.hostId),
        row.hostId == null ? null : hostNames.get(row.hostId),
        row.groupId == null ? null : new Id(row.groupId),
        row.coHosts.isEmpty() ? null : row.coHostIds().stream().map(Id::new).toList(),
        row.stationId == null ? null : new Id(row.stationId),
        row.spaceId == null ? null : new Id(row.spaceId),
        row.signUp,
        row.hours,
        row.fixedMinutes == 0 ? null : (Integer) row.fixedMinutes,
        sessions.stream()
            .map(
                one ->
                    new Session(
                        new Id(one.id),
                        one.startsAt,
                        one.endsAt,
                        one.seats,
                        one.seats - one.taken,
                        one.place))
            .toList(),
        row.sample,
        row.createdAt,
        row.updatedAt);
  }

  /** Returns the version with a hash of the names, which can change without a new version. */
  @Override
  public ETag tag() {
    return ETag.of(version, Integer.toHexString(Objects.hash(title, divisionName, hostName)));
  }
}
