package org.microwish.station;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.DynamicUpdate;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.Aggregate;
import org.microwish.platform.Id;
import org.microwish.privacy.Subject;
import org.microwish.station.lifecycle.StationKind;
import org.microwish.station.lifecycle.StationOrigin;
import org.microwish.station.lifecycle.StationState;

/** A station. All its data are public, except who attends it. */
@Entity
@DynamicUpdate
public class Station extends Aggregate {

  /** The fields whose texts are moderated; the ledger leaf contains commitments to the texts. */
  private static final List<String> WORDS =
      List.of("name", "location", "serves", "functions", "equipment");

  @Enumerated(EnumType.STRING)
  public StationState state;

  @Enumerated(EnumType.STRING)
  public StationKind kind;

  @Enumerated(EnumType.STRING)
  public StationOrigin origin;

  /** True for a virtual hall. */
  public boolean online;

  public String name;

  /** The public address, or null. */
  public String location;

  /** Whom the station serves, or null. */
  public String serves;

  /**
   * The ids of the host organisations. A line feed precedes and follows each id, so that a query
   * can find it; empty if there are none.
   */
  public String hosts;

  /** The text of the {@link org.microwish.station.lifecycle.OpenHours}. */
  public String hours;

  /** Square metres, or null. */
  public Integer area;

  /** The functions, in the form of {@link #hosts}. */
  public String functions;

  /** The equipment, in the form of {@link #hosts}. */
  public String equipment;

  /** When the station was closed for good, or null. */
  public Instant endedAt;

  @Override
  public AggregateType aggregateType() {
    return AggregateType.STATION;
  }

  @Override
  public Subject subject() {
    return Subject.station(id);
  }

  @Override
  public List<String> words() {
    return WORDS;
  }

  @Override
  public StationState currentState() {
    return state;
  }

  /** Returns the ids of the host organisations. */
  public List<Long> hostIds() {
    return listed(hosts).stream().map(id -> Id.fromString(id).value()).toList();
  }

  static List<String> listed(String lines) {
    return lines.lines().filter(line -> !line.isEmpty()).toList();
  }

  static String joined(Collection<String> values) {
    return values == null || values.isEmpty() ? "" : "\n" + String.join("\n", values) + "\n";
  }
}
