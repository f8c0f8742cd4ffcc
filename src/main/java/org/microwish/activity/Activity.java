package org.microwish.activity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.hibernate.annotations.DynamicUpdate;
import org.microwish.activity.lifecycle.ActivityKind;
import org.microwish.activity.lifecycle.ActivityState;
import org.microwish.activity.lifecycle.HoursMode;
import org.microwish.activity.lifecycle.SignUp;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.review.Reviewed;
import org.microwish.platform.Id;
import org.microwish.privacy.Subject;

/** An activity. Its texts are public once it is published; the names of people are in the vault. */
@Entity
@DynamicUpdate
@Table(name = "activity")
public class Activity extends Reviewed {

  private static final List<String> WORDS = List.of("title", "text", "places");

  @Enumerated(EnumType.STRING)
  public ActivityState state;

  @Enumerated(EnumType.STRING)
  public ActivityKind kind;

  public String title;

  /** What the activity is about, or null. */
  @Column(name = "words")
  public String text;

  /** The organisation that hosts the activity; null if a group does. */
  public Long hostId;

  /** The group that hosts the activity; null if an organisation does. */
  public Long groupId;

  /**
   * The ids of the organisations that also host the activity. A line feed precedes and follows each
   * id, so that a query can find it; empty if there are none.
   */
  public String coHosts;

  /** The station at which the activity takes place, or null. */
  public Long stationId;

  /** The space of the station, or null. */
  public Long spaceId;

  @Enumerated(EnumType.STRING)
  public SignUp signUp;

  @Enumerated(EnumType.STRING)
  public HoursMode hours;

  /** The minutes that count for each attendance if the mode is FIXED, else 0. */
  public int fixedMinutes;

  /** When the first session starts. */
  public Instant startsAt;

  /** When the activity was settled, cancelled or rejected, or null. */
  public Instant endedAt;

  /** Returns the ids of the organisations that also host the activity. */
  List<Long> coHostIds() {
    return coHosts
        .lines()
        .filter(line -> !line.isEmpty())
        .map(line -> Id.fromString(line).value())
        .toList();
  }

  /** Sets the organisations that also host the activity. */
  void coHosts(List<Long> hosts) {
    coHosts =
        hosts.isEmpty()
            ? ""
            : hosts.stream().map(Id::text).collect(Collectors.joining("\n", "\n", "\n"));
  }

  @Override
  public AggregateType aggregateType() {
    return AggregateType.ACTIVITY;
  }

  @Override
  public Subject subject() {
    return Subject.activity(id);
  }

  @Override
  public List<String> words() {
    return WORDS;
  }

  @Override
  public ActivityState currentState() {
    return state;
  }
}
