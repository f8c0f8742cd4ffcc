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
 * Reading personal values in clear: each reading is on the ledger, by whom, of whom, which fields
 * and what for, never the values.
 */
@ApplicationScoped
public class PersonalReads {

  /**
   * For how long a repeat of the request gets the values again: a phone whose answer was lost.
   * Later it gets the receipt alone, and whoever needs the values records another reading.
   */
  static final Duration REPEATABLE_FOR = Duration.ofMinutes(10);

  private final Vault vault;
  private final Pseudonyms pseudonyms;
  private final Ledger ledger;
  private final Commands commands;
  private final Transactions transactions;
  private final Ids ids;
  private final Time time;
  private final ObjectMapper json;

  PersonalReads(
      Vault vault,
      Pseudonyms pseudonyms,
      Ledger ledger,
      Commands commands,
      Transactions transactions,
      Ids ids,
      Time time,
      ObjectMapper json) {
    this.vault = vault;
    this.pseudonyms = pseudonyms;
    this.ledger = ledger;
    this.commands = commands;
    this.transactions = transactions;
    this.ids = ids;
    this.time = time;
    this.json = json;
  }

  /**
   * Whose values are read.
   *
   * @param shown the leaf's {@code subject}: a type, and an id as leaves show it
   * @param divisionPath for queries; null where there is none
   * @param organisationId for queries; null where there is none
   * @param hidden {@code shown} does not tell whose values they are: the leaf commits to that
   */
  public record Whom(
      Subject subject,
      Map<String, Object> shown,
      String divisionPath,
      Long organisationId,
      boolean hidden) {

    /** Whose values are read, as everybody may know. */
    public Whom(
        Subject subject, Map<String, Object> shown, String divisionPath, Long organisationId) {
      this(subject, shown, divisionPath, organisationId, false);
    }
  }

  /**
   * Puts a reading on record. Assumes a running transaction.
   *
   * @param fields the names of what is read
   */
  public ReadReceipt record(
      Caller caller, Whom whom, Collection<String> fields, ReadRequest request) {
    request.check();
    return record(caller, whom, fields, request.purpose(), Confidential.text(request.words()));
  }

  /** The same for a purpose that the operation itself is. */
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
    // A field with a dot is one of many, and tells of what else there is: a guardian, a hold.
    read.put("fields", fields.stream().filter(field -> field.indexOf('.') < 0).sorted().toList());
    read.put("purpose", purpose.name());
    return new ReadReceipt(
        ledger.append(
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
                whom.divisionPath(),
                whom.organisationId())),
        now);
  }

  /**
   * Runs a reading as a command of {@link Commands}, by hand: its answer holds the values, which
   * are never stored with the key and never cached by anybody.
   *
   * @param asked what a repeat must repeat
   * @param reading puts it on record
   * @param view makes the body from the receipt and whether the values may be in it; checks again
   *     that the caller may read them
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
