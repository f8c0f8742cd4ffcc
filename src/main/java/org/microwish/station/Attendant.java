package org.microwish.station;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.microwish.lifecycle.Part;
import org.microwish.platform.Id;

/** A member who attends a station, now or in the past. */
@Entity
@Table(name = "station_attendant")
public class Attendant extends Part {
  public long stationId;
  public long memberId;

  /** The duty area, or null. */
  public String duty;

  public Instant since;
  public Instant endedAt;

  @Override
  public long aggregateId() {
    return stationId;
  }

  @Override
  public String key() {
    return Id.text(stationId) + ":" + Id.text(memberId);
  }
}
