package org.microwish.station;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Id;
import org.microwish.station.lifecycle.Indicator;

/** A recorded figure of a station. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "StationFigure",
    description =
        "A figure of a station for a year or a month. A later one for the same period corrects it.")
public record FigureView(
    Id id, Indicator indicator, int year, Integer month, long value, Instant recordedAt) {

  static FigureView of(Figure row) {
    return new FigureView(
        new Id(row.id), row.indicator, row.year, row.month, row.amount, row.recordedAt);
  }
}
