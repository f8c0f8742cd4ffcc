package org.microwish.privacy;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.microwish.caller.Caller;
import org.microwish.ledger.EntryDraft;
import org.microwish.ledger.Ledger;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Transition;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.idempotency.Answer;
import org.microwish.platform.idempotency.Commands;
import org.microwish.platform.sql.Transactions;

/**
 * Records each reading of unmasked personal values on the ledger: the reader, the person concerned,
 * the names of the fields and the purpose, but never the values. Readings of other people's values
 * are also recorded for the report of the data-protection officer.
 */
@ApplicationScoped
public class PersonalReads {

  /**
   * How long a repeat of the request returns the values again, for a client that lost the response.
   * A later repeat returns the receipt alone; to see the values, the caller must record another
   * reading.
   */
  static final Duration REPEATABLE_FOR = Duration.ofMinutes(10);

  private final Vault vault;
  private final Pseudonyms pseudonyms;
  private final Ledger ledger;
  private final ReadLog log;
  private final Commands commands;
  private final Transactions transactions;
  private final Ids ids;
  private final Time time;
  private final ObjectMapper json;

  PersonalReads(
      Vault vault,
      Pseudonyms pseudonyms,
      Ledger ledger,
      ReadLog log,
      Commands commands,
      Transactions transactions,
      Ids ids,
      Time time,
      ObjectMapper json) {
    this.vault = vault;
    this.pseudonyms = pseudonyms;
    this.ledger = ledger;
    this.log = log;
    this.commands = commands;
    this.transactions = transactions;
    this.ids = ids;
    this.time = time;
    this.json = json;
  }

  /**
   * The subject whose values are read.
   *
   * @param shown the {@code subject} in the leaf: a type, and an id as leaves show it
   * @param divisionPath the division of the ledger entry, for queries; may be null
   * @param organisationId the organisation of the ledger entry, for queries; may be null
   * @param hidden true if {@code shown} does not identify the subject; the leaf then contains a
   *     commitment to the subject
   */
  public record Whom(
      Subject subject,
      Map<String, Object> shown,
      String divisionPath,
      Long organisationId,
      boolean hidden) {

    /** Creates the description of a subject that the public leaf may identify. */
    public Whom(
        Subject subject, Map<String, Object> shown, String divisionPath, Long organisationId) {
      this(subject, shown, divisionPath, organisationId, false);
    }
  }

  /**
   * Records a reading, for the purpose that the caller states. Assumes a running transaction.
   *
   * @param fields the names of the fields that are read
   */
  public ReadReceipt record(
      Caller caller, Whom whom, Collection<String> fields, ReadRequest request) {
    return record(caller, whom, fields, request.purpose(), Confidential.text(request.words()));
  }

  /**
   * Records a reading for any purpose, including those that only the service itself may use.
   *
   * @param words the reason, which is stored in the vault; may be null
   */
  public ReadReceipt record(
      Caller caller, Whom whom, Collection<String> fields, ReadPurpose purpose, String words) {
    long id = ids.next();
    Instant now = time.now();
    List<Commitment> commitments = new ArrayList<>();
    if (words != null) {
      commitments.addAll(vault.store(id, whom.subject(), Map.of("read." + Id.text(id), words)));
    }
    if (whom.hidden()) {
      commitments.add(
          vault.commit(
              id,
              whom.subject(),
              "subject",
              whom.subject().type().name() + " " + Id.text(whom.subject().id())));
    }
    Map<String, Object> read = new LinkedHashMap<>();
    read.put("subject", whom.shown());
    // Omits field names with a dot, because they reveal guardians or holds.
    read.put("fields", fields.stream().filter(field -> field.indexOf('.') < 0).sorted().toList());
    read.put("purpose", purpose.name());
    log.write(
        caller, id, PersonalRead.Kind.FIELDS, purpose, fields.size(), whom.divisionPath(), now);
    return new ReadReceipt(
        append(caller, id, now, read, commitments, whom.divisionPath(), whom.organisationId()),
        now);
  }

  /**
   * Records a search by personal values, for the purpose that the caller states. The leaf names the
   * fields that were compared, never the values, and not what was found.
   *
   * @param divisionPath the division of the ledger entry, for queries
   * @param found the subjects that were found
   */
  public ReadReceipt recordSearch(
      Caller caller,
      String divisionPath,
      Collection<String> fields,
      List<Subject> found,
      ReadRequest request) {
    return recordMany(
        caller,
        PersonalRead.Kind.SEARCH,
        divisionPath,
        caller.organisationId(),
        fields,
        found,
        request);
  }

  /**
   * Records the reading of values of several subjects. The leaf names the fields, but not the
   * subjects.
   *
   * @param organisationId the organisation of the ledger entry, for queries; may be null
   */
  public ReadReceipt recordMany(
      Caller caller,
      PersonalRead.Kind kind,
      String divisionPath,
      Long organisationId,
      Collection<String> fields,
      List<Subject> found,
      ReadRequest request) {
    long id = ids.next();
    Instant now = time.now();
    String words = Confidential.text(request.words());
    List<Commitment> commitments =
        words == null || found.isEmpty()
            ? List.of()
            : List.of(vault.commit(id, found.getFirst(), "read." + Id.text(id), words));
    Map<String, Object> read = new LinkedHashMap<>();
    read.put("fields", fields.stream().sorted().toList());
    read.put("purpose", request.purpose().name());
    log.write(caller, id, kind, request.purpose(), found.size(), divisionPath, now);
    return new ReadReceipt(
        append(caller, id, now, read, commitments, divisionPath, organisationId), now);
  }

  private LedgerReceipt append(
      Caller caller,
      long id,
      Instant now,
      Map<String, Object> read,
      List<Commitment> commitments,
      String divisionPath,
      Long organisationId) {
    return ledger.append(
        new EntryDraft(
            id,
            EntryType.PERSONAL_FIELDS_READ,
            AggregateType.READ,
            Id.text(id),
            1,
            pseudonyms.actor(caller, 0),
            now,
            now,
            new Transition("READ_PERSONAL_FIELDS", null, null),
            Map.of("read", read),
            List.of(),
            commitments,
            divisionPath,
            organisationId));
  }

  /**
   * Runs a reading as an idempotent command of {@link Commands}. Does not use {@code @Creates},
   * because the response contains the values, which must never be stored with the idempotency key
   * or cached.
   *
   * @param asked the request; a repeat with the same idempotency key must be equal
   * @param reading records the reading
   * @param view returns the response body for the receipt; the boolean is true if the body may
   *     contain the values. Must check again that the caller may read them
   */
  public Response answer(
      Caller caller,
      String operation,
      HttpHeaders headers,
      Object asked,
      Supplier<ReadReceipt> reading,
      BiFunction<ReadReceipt, Boolean, Object> view) {
    Response recorded =
        commands.create(
            caller,
            operation,
            headers,
            asked,
            () -> {
              ReadReceipt receipt = reading.get();
              return Answer.created("/ledger/entries/" + receipt.ledger().entryId(), receipt);
            });
    ReadReceipt receipt;
    try {
      receipt = json.readValue((byte[]) recorded.getEntity(), ReadReceipt.class);
    } catch (IOException notOurs) {
      throw new UncheckedIOException(notOurs);
    }
    boolean fresh = time.now().isBefore(receipt.readAt().plus(REPEATABLE_FOR));
    Object body = transactions.call(() -> view.apply(receipt, fresh));
    return Response.fromResponse(recorded)
        .entity(body)
        .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
        .build();
  }
}
