package org.microwish.station;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.microwish.station.lifecycle.Indicator;

/** A figure of a station for a year or a month. A later row for the same period corrects it. */
@Entity
@Table(name = "station_figure")
public class Figure {
  @Id public long id;
  public long stationId;

  @Enumerated(EnumType.STRING)
  public Indicator indicator;

  @Column(name = "year_number")
  public int year;

  /** The month, or null for the whole year. */
  @Column(name = "month_number")
  public Integer month;

  public long amount;
  public Instant recordedAt;
}
