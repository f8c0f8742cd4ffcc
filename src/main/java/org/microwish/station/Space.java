package org.microwish.station;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.microwish.station.lifecycle.Bookers;

/** A space of a station that can be booked by the half hour. The station's row lock covers it. */
@Entity
@Table(name = "station_space")
public class Space {
  @Id public long id;
  public long stationId;
  public String name;
  public Integer seats;

  /** Square metres, or null. */
  public Integer area;

  /** The text of the {@link org.microwish.station.lifecycle.OpenHours}; empty: never open. */
  public String hours;

  @Enumerated(EnumType.STRING)
  public Bookers bookers;

  /** The maximum number of half hours of one booking. */
  public int longest;

  /** True if the host must approve each booking. */
  public boolean approval;

  /** The half hours that one holder may book per month; null for no limit. */
  public Integer quota;

  /** When the space was closed for good, or null. */
  public Instant endedAt;
}
