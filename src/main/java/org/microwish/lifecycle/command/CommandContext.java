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
 * The state that a command reads under the lock, and what the executor will write with its entry.
 *
 * @param <A> the aggregate
 * @param <R> the roles that a caller can have towards it
 */
public class CommandContext<A extends Aggregate, R extends Enum<R>> {
  public final Caller caller;
  public final A aggregate;

  /** The caller's roles towards the aggregate and the part that the command addresses. */
  public final Set<R> roles;

  /** The id of the ledger entry that will record the command. */
  public final long entryId;

  /** When the command happened. */
  public final Instant at;

  /** When the command is recorded. */
  public final Instant now;

  /** The facts in the ledger leaf. */
  public final Map<String, Object> facts = new LinkedHashMap<>();

  /** The aggregate's vault fields with their new values; null removes a field. */
  public final Map<String, String> secrets = new LinkedHashMap<>();

  /** Vault fields with new values that the leaf does not commit to: their names would reveal. */
  private final Map<String, String> kept = new LinkedHashMap<>();

  /** Values by field that the leaf commits to but that are not stored as current values. */
  private final Map<String, String> commitments = new LinkedHashMap<>();

  /** Texts to be stored as notes. */
  private final List<Words> notes = new ArrayList<>();

  /** Attachments to be inserted. */
  private final List<Attachment> attachments = new ArrayList<>();

  /** The postings in the ledger leaf. */
  private final List<MoneyMove> postings = new ArrayList<>();

  /** The id of the attachment that the receipt returns, or null. */
  public Long item;

  /** The text and kind of a note. */
  public record Words(Note.Kind kind, Confidential text) {}

  public CommandContext(Caller caller, A aggregate, Set<R> roles, long entryId, EventTime when) {
    this.caller = caller;
    this.aggregate = aggregate;
    this.roles = roles;
    this.entryId = entryId;
    this.at = when.occurredAt();
    this.now = when.recordedAt();
  }

  /** Stores a value whose field the leaf must not name; {@link #commitTo} makes it provable. */
  public void keepSecret(String field, String value) {
    kept.put(field, value);
  }

  Map<String, String> kept() {
    return kept;
  }

  /** Adds a commitment to a value to the leaf. */
  public void commitTo(String field, String value) {
    commitments.put(field, value);
  }

  /** Adds a note; does nothing if the text is null. */
  public void note(Note.Kind kind, String text) {
    if (text != null) {
      notes.add(new Words(kind, new Confidential(text)));
    }
  }

  /**
   * Adds a row to the aggregate and returns its id in the receipt.
   *
   * @param attachment with its id and its own columns set
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

  /** The part that the command addresses or creates, or null. */
  public Long partId() {
    return null;
  }

  /** The organisation that the ledger entry concerns, or null. */
  public Long organisationId() {
    return caller.organisationId();
  }
}
