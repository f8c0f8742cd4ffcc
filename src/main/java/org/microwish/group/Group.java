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

/** One group. Its name is public; its leader's and members' names are theirs, in the vault. */
@Entity
@DynamicUpdate
@Table(name = "people_group")
public class Group extends Reviewed {

  /** The words that a check looks at; the leaf commits to them. */
  private static final List<String> WORDS = List.of("name", "purpose", "fields");

  @Enumerated(EnumType.STRING)
  public GroupState state;

  @Enumerated(EnumType.STRING)
  public GroupKind kind;

  /** As people quote it; null until the projection has given it. */
  @Formula(
      """
      (SELECT s.number_text FROM serial_number s
       WHERE s.aggregate_type = 'GROUP' AND s.aggregate_id = id)""")
  public String number;

  public String name;

  /** What it is there for, or null. */
  public String purpose;

  /** The organisation that hosts it, or null. */
  public Long hostId;

  /** The group that it is part of, or null. */
  public Long parentId;

  /** The member who leads it; null until somebody does. */
  public Long leaderId;

  /** What it serves with, each between line feeds, so that one is found whole. */
  @Column(name = "service_fields")
  public String fields;

  /** How many may belong to it; null for any number. */
  public Integer places;

  /** How many belong to it. */
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

  /** What it serves with. */
  public List<String> fieldList() {
    return Arrays.stream(fields.split("\n")).filter(field -> !field.isEmpty()).toList();
  }

  static String joined(List<String> fields) {
    return fields == null || fields.isEmpty() ? "" : "\n" + String.join("\n", fields) + "\n";
  }
}
