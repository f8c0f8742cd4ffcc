package org.microwish.station;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.platform.http.ETag;
import org.microwish.platform.http.Tagged;
import org.microwish.station.lifecycle.StationKind;
import org.microwish.station.lifecycle.StationOrigin;
import org.microwish.station.lifecycle.StationState;

/** A station with its public data. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Station", description = "A station (阵地) with its public data.")
public record StationView(
    Id id,
    long version,
    StationKind kind,
    StationOrigin origin,
    boolean virtual,
    StationState state,
    String name,
    String division,
    String divisionName,
    String location,
    String serves,
    List<Id> hostIds,
    Hours hours,
    Integer area,
    List<String> functions,
    List<String> equipment,
    boolean sample,
    Instant createdAt,
    Instant updatedAt)
    implements Tagged {

  static StationView of(Station row, Map<String, String> divisionNames) {
    return new StationView(
        new Id(row.id),
        row.version,
        row.kind,
        row.origin,
        row.online,
        row.state,
        row.name,
        DivisionCode.ofPath(row.divisionPath).text(),
        divisionNames.getOrDefault(row.divisionPath, row.divisionPath),
        row.location,
        row.serves,
        row.hostIds().stream().map(Id::new).toList(),
        Hours.of(row.hours),
        row.area,
        Station.listed(row.functions),
        Station.listed(row.equipment),
        row.sample,
        row.createdAt,
        row.updatedAt);
  }

  /** Returns the version with a hash of the division's name, which changes without a version. */
  @Override
  public ETag tag() {
    return ETag.of(version, Integer.toHexString(Objects.hash(divisionName)));
  }
}
