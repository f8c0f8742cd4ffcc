package org.microwish.group;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.Formula;
import org.microwish.group.lifecycle.GroupKind;
import org.microwish.group.lifecycle.GroupState;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.review.Reviewed;
import org.microwish.privacy.Subject;

/** A group. Its name is public; the names of its leader and members are in the vault. */
@Entity
@DynamicUpdate
@Table(name = "people_group")
public class Group extends Reviewed {

  /** The fields whose texts are moderated; the ledger leaf contains commitments to the texts. */
  private static final List<String> WORDS = List.of("name", "purpose", "fields");

  @Enumerated(EnumType.STRING)
  public GroupState state;

  @Enumerated(EnumType.STRING)
  public GroupKind kind;

  /** The serial number that people quote; null until a background job has assigned the number. */
  @Formula(
      """
      (SELECT s.number_text FROM serial_number s
       WHERE s.aggregate_type = 'GROUP' AND s.aggregate_id = id)""")
  public String number;

  public String name;

  /** The group's purpose, or null. */
  public String purpose;

  /** The organisation that hosts the group, or null. */
  public Long hostId;

  /** The group that this group is part of, or null. */
  public Long parentId;

  /** The member who leads the group, or null. */
  public Long leaderId;

  /**
   * The services that the group offers. A line feed precedes and follows each service, so that a
   * query can find a service by its whole name; empty if there are none.
   */
  @Column(name = "service_fields")
  public String fields;

  /** The maximum number of members; null for no limit. */
  public Integer places;

  /** The number of memberships in the state IN. */
  public int members;

  /** When the group was disbanded, or null. */
  public Instant endedAt;

  @Override
  public AggregateType aggregateType() {
    return AggregateType.GROUP;
  }

  @Override
  public Subject subject() {
    return Subject.group(id);
  }

  @Override
  public List<String> words() {
    return WORDS;
  }

  @Override
  public GroupState currentState() {
    return state;
  }

  /** Returns the services that the group offers. */
  public List<String> fieldList() {
    return Arrays.stream(fields.split("\n")).filter(field -> !field.isEmpty()).toList();
  }

  static String joined(List<String> fields) {
    return fields == null || fields.isEmpty() ? "" : "\n" + String.join("\n", fields) + "\n";
  }
}
