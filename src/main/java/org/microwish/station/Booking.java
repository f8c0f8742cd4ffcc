package org.microwish.station;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import org.microwish.lifecycle.Part;
import org.microwish.platform.Id;
import org.microwish.station.lifecycle.BookingState;

/** A booking of a space by a member, or by an organisation. */
@Entity
@Table(name = "station_booking")
public class Booking extends Part {
  public long stationId;
  public long spaceId;

  /** The member who holds the booking; null if only an organisation holds it. */
  public Long memberId;

  /** The organisation that holds the booking, or null. */
  public Long organisationId;

  @Enumerated(EnumType.STRING)
  public BookingState state;

  public Instant startAt;
  public Instant endAt;

  /** The number of half hours. */
  public int slots;

  public Instant madeAt;
  public Instant decidedAt;

  @Override
  public long aggregateId() {
    return stationId;
  }

  @Override
  public String key() {
    return Id.text(id);
  }
}
