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
 * The state on which a command works, and the data that the executor will write together with the
 * ledger entry.
 *
 * @param <A> the type of the aggregate
 * @param <R> the roles that a caller can have towards the aggregate
 */
public class CommandContext<A extends Aggregate, R extends Enum<R>> {
  public final Caller caller;
  public final A aggregate;

  /** The caller's roles towards the aggregate, and towards the part on which the command works. */
  public final Set<R> roles;

  /** The id of the ledger entry that will record the command. */
  public final long entryId;

  /** When the command happened. */
  public final Instant at;

  /** When the command is recorded. */
  public final Instant now;

  /** The facts of the ledger leaf. */
  public final Map<String, Object> facts = new LinkedHashMap<>();

  /**
   * The new values of the aggregate's vault fields, by field; null removes a field. The leaf
   * commits to each value.
   */
  public final Map<String, String> secrets = new LinkedHashMap<>();

  /**
   * New values of vault fields to which the leaf does not commit, because the name of the field
   * alone would reveal something about a person.
   */
  private final Map<String, String> kept = new LinkedHashMap<>();

  /**
   * Values, by field, to which the leaf commits but which the vault does not store as current
   * values.
   */
  private final Map<String, String> commitments = new LinkedHashMap<>();

  /** The texts that the executor will store as notes. */
  private final List<Words> notes = new ArrayList<>();

  /** The attachments that the executor will insert. */
  private final List<Attachment> attachments = new ArrayList<>();

  /** The postings of the ledger leaf. */
  private final List<MoneyMove> postings = new ArrayList<>();

  /** The id of the attachment that the receipt returns, or null. */
  public Long item;

  /** The kind and the text of a note. */
  public record Words(Note.Kind kind, Confidential text) {}

  public CommandContext(Caller caller, A aggregate, Set<R> roles, long entryId, EventTime when) {
    this.caller = caller;
    this.aggregate = aggregate;
    this.roles = roles;
    this.entryId = entryId;
    this.at = when.occurredAt();
    this.now = when.recordedAt();
  }

  /**
   * Stores a value in a vault field that the leaf must not name. To make the value provable, call
   * {@link #commitTo} with another field.
   */
  public void keepSecret(String field, String value) {
    kept.put(field, value);
  }

  Map<String, String> kept() {
    return kept;
  }

  /** Makes the leaf commit to a value, without storing it as a current value. */
  public void commitTo(String field, String value) {
    commitments.put(field, value);
  }

  /** Adds a note to the aggregate; does nothing if the text is null. */
  public void note(Note.Kind kind, String text) {
    if (text != null) {
      notes.add(new Words(kind, new Confidential(text)));
    }
  }

  /**
   * Adds an attachment to the aggregate. The receipt of the command returns the attachment's id.
   *
   * @param attachment with its id and the columns of its own type set
   */
  public void attach(Attachment attachment) {
    keep(attachment);
    item = attachment.id;
  }

  /** Adds an attachment to the aggregate, without returning its id in the receipt. */
  public void keep(Attachment attachment) {
    attachment.aggregateType = aggregate.aggregateType();
    attachment.aggregateId = aggregate.id;
    attachment.entryId = entryId;
    attachments.add(attachment);
  }

  /** Adds postings to the ledger leaf. */
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

  /** Returns the id of the part on which the command works or which it creates, or null. */
  public Long partId() {
    return null;
  }

  /** Returns the id of the organisation that the ledger entry concerns, or null. */
  public Long organisationId() {
    return caller.organisationId();
  }
}
