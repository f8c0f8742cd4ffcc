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

  /** The texts that are moderated; the leaf commits to them. */
  private static final List<String> WORDS = List.of("name", "purpose", "fields");

  @Enumerated(EnumType.STRING)
  public GroupState state;

  @Enumerated(EnumType.STRING)
  public GroupKind kind;

  /** The serial number that people quote; null until the projection has assigned it. */
  @Formula(
      """
      (SELECT s.number_text FROM serial_number s
       WHERE s.aggregate_type = 'GROUP' AND s.aggregate_id = id)""")
  public String number;

  public String name;

  /** The group's purpose, or null. */
  public String purpose;

  /** The organisation that hosts it, or null. */
  public Long hostId;

  /** The group that it is part of, or null. */
  public Long parentId;

  /** The member who leads it, or null. */
  public Long leaderId;

  /**
   * The services that it offers. A line feed precedes each and ends the list, so that a search for
   * one matches it as a whole.
   */
  @Column(name = "service_fields")
  public String fields;

  /** The maximum number of members; null for no limit. */
  public Integer places;

  /** The number of members. */
  public int members;

  /** When it was disbanded. */
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

  /** The services that it offers. */
  public List<String> fieldList() {
    return Arrays.stream(fields.split("\n")).filter(field -> !field.isEmpty()).toList();
  }

  static String joined(List<String> fields) {
    return fields == null || fields.isEmpty() ? "" : "\n" + String.join("\n", fields) + "\n";
  }
}
