package org.microwish.station;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Id;
import org.microwish.station.lifecycle.Bookers;

/**
 * A space of a station.
 *
 * @param longest the maximum number of half hours of one booking
 * @param quota the free half hours of a holder per month; missing if there is no limit
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Space", description = "A space of a station that can be booked by the half hour.")
public record SpaceView(
    Id id,
    Id stationId,
    String name,
    Integer seats,
    Integer area,
    Hours hours,
    Bookers bookers,
    int longest,
    boolean approval,
    Integer quota,
    boolean closed) {

  static SpaceView of(Space row) {
    return new SpaceView(
        new Id(row.id),
        new Id(row.stationId),
        row.name,
        row.seats,
        row.area,
        Hours.of(row.hours),
        row.bookers,
        row.longest,
        row.approval,
        row.quota,
        row.endedAt != null);
  }
}
