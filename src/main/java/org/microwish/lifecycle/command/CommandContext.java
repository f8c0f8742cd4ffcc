package org.microwish.lifecycle.command;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.ledger.EventTime;
import org.microwish.ledger.leaf.MoneyMove;
import org.microwish.lifecycle.Aggregate;
import org.microwish.lifecycle.attachment.Attachment;
import org.microwish.lifecycle.attachment.Note;
import org.microwish.platform.Confidential;

/**
 * What a command finds under the lock, and what it leaves to be written with its entry.
 *
 * @param <A> the aggregate
 * @param <R> what a caller can be to it
 */
public class CommandContext<A extends Aggregate, R extends Enum<R>> {
  public final Caller caller;
  public final A aggregate;

  /** What the caller is to the aggregate and to the part that the command names. */
  public final Set<R> roles;

  /** The entry that will record the command. */
  public final long entryId;

  /** When it happened. */
  public final Instant at;

  /** When it is written. */
  public final Instant now;

  /** The leaf's facts. */
  public final Map<String, Object> facts = new LinkedHashMap<>();

  /** Vault fields of the aggregate with their new values; null removes one. */
  public final Map<String, String> secrets = new LinkedHashMap<>();

  /** Values that the leaf commits to and nobody reads as current ones, by field. */
  private final Map<String, String> commitments = new LinkedHashMap<>();

  /** Words to be kept as notes. */
  private final List<Words> notes = new ArrayList<>();

  /** Rows that the command adds. */
  private final List<Attachment> attachments = new ArrayList<>();

  /** The leaf's postings. */
  private final List<MoneyMove> postings = new ArrayList<>();

  /** The id of what the command adds, for the receipt. */
  public Long item;

  /** A note of one kind. */
  public record Words(Note.Kind kind, Confidential text) {}

  public CommandContext(Caller caller, A aggregate, Set<R> roles, long entryId, EventTime when) {
    this.caller = caller;
    this.aggregate = aggregate;
    this.roles = roles;
    this.entryId = entryId;
    this.at = when.occurredAt();
    this.now = when.recordedAt();
  }

  /** Commits the leaf to a value. */
  public void commitTo(String field, String value) {
    commitments.put(field, value);
  }

  /** Keeps words; nothing where there are none. */
  public void note(Note.Kind kind, String text) {
    if (text != null) {
      notes.add(new Words(kind, new Confidential(text)));
    }
  }

  /**
   * Adds a row to the aggregate, which the receipt names.
   *
   * @param attachment with its id and what it says
   */
  public void attach(Attachment attachment) {
    keep(attachment);
    item = attachment.id;
  }

  /** Adds a row to the aggregate. */
  public void keep(Attachment attachment) {
    attachment.aggregateType = aggregate.aggregateType();
    attachment.aggregateId = aggregate.id;
    attachment.entryId = entryId;
    attachments.add(attachment);
  }

  /** Adds postings to the leaf. */
  public void post(List<MoneyMove> moves) {
    postings.addAll(moves);
  }

  Map<String, String> commitments() {
    return commitments;
  }

  public List<Words> notes() {
    return notes;
  }

  List<Attachment> attachments() {
    return attachments;
  }

  List<MoneyMove> postings() {
    return postings;
  }

  /** The part that the command names or makes, or null. */
  public Long partId() {
    return null;
  }

  /** The organisation that the entry is about, or null. */
  public Long organisationId() {
    return caller.organisationId();
  }
}
