package org.microwish.wish;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A coordination meeting (协调会) of a project; attendees and agreements are stored as notes. */
@Entity
@Table(name = "meeting")
public class Meeting {
  @Id public long id;
  public long wishId;
  public Instant heldAt;

  /** How many people took part. */
  public int participants;

  public long entryId;
}
