package org.microwish.activity;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;

/** A session of an activity. Its taken seats change by conditional updates only. */
@Entity
@Table(name = "activity_session")
public class ActivitySession {
  @Id public long id;
  public long activityId;
  public Instant startsAt;
  public Instant endsAt;
  public int seats;

  /** The number of enrolments that have a seat. */
  public int taken;

  /** Where the session takes place; public, or null. */
  public String place;

  /** Returns the length of the session in minutes. */
  int minutes() {
    return Math.toIntExact(Duration.between(startsAt, endsAt).toMinutes());
  }
}
