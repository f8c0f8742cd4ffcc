package org.microwish.station;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Id;

/** An attendant, for the hosts of the station, and operators and auditors. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Attendant", description = "A member who attends a station, now or in the past.")
public record AttendantView(Id id, Id memberId, String duty, Instant since, Instant endedAt) {

  static AttendantView of(Attendant row) {
    return new AttendantView(
        new Id(row.id), new Id(row.memberId), row.duty, row.since, row.endedAt);
  }
}
