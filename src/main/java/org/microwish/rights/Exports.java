package org.microwish.rights;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.platform.idempotency.Answer;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.LockedSubject;
import org.microwish.privacy.PersonalReads;
import org.microwish.privacy.Pseudonyms;
import org.microwish.privacy.ReadPurpose;
import org.microwish.privacy.ReadReceipt;
import org.microwish.privacy.ReadRequest;
import org.microwish.privacy.Subject;
import org.microwish.privacy.SubjectStore;
import org.microwish.privacy.SubjectType;
import org.microwish.privacy.Vault;
import org.microwish.problem.ProblemType;

/**
 * Exports everything that is stored about a person, unmasked: for the person (PIPL art. 45), and
 * for a court or authority under a legal hold. Each export is recorded as a reading. The document
 * is written to the response subject by subject, so that only one subject is in memory at a time.
 */
@ApplicationScoped
public class Exports {

  /** The number of subject ids that one query reads. */
  private static final int BATCH = 50;

  /**
   * How long after the recorded reading a repeat of the request returns the values again, as in
   * {@link PersonalReads}.
   */
  private static final Duration REPEATABLE_FOR = Duration.ofMinutes(10);

  /** The size of {@code {}} in bytes. */
  private static final int EMPTY_OBJECT = 2;

  private final Erasures subjects;
  private final Vault vault;
  private final Pseudonyms pseudonyms;
  private final PersonalReads reads;
  private final Transactions transactions;
  private final Time time;
  private final ObjectMapper json;
  private final JsonFactory factory;

  Exports(
      Erasures subjects,
      Vault vault,
      Pseudonyms pseudonyms,
      PersonalReads reads,
      Transactions transactions,
      Time time,
      ObjectMapper json) {
    this.subjects = subjects;
    this.vault = vault;
    this.pseudonyms = pseudonyms;
    this.reads = reads;
    this.transactions = transactions;
    this.time = time;
    this.json = json;
    this.factory = json.getFactory();
  }

  /**
   * The exported data, declared only for the OpenAPI document; {@link Exports#document} writes it.
   *
   * @param wishes each wish with its values, notes, consents and evidence; in the export of a
   *     person's own data, only the id and {@code underLegalHold} of a wish under a legal hold
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(
      name = "PersonalExport",
      description =
          "All stored data of a person, unmasked. A part that does not apply is empty or missing."
              + " getMyData shows only the id of a record under a legal hold.")
  public record Document(
      @Schema(required = true, description = "The entry that records this reading")
          LedgerReceipt ledger,
      @Schema(required = true) Instant readAt,
      List<Map<String, Object>> accounts,
      List<Map<String, Object>> wishes,
      List<Map<String, Object>> members,
      List<Map<String, Object>> groups) {}

  /** Writes the members of the document after {@code ledger} and {@code readAt}. */
  @FunctionalInterface
  interface Body {
    void write(JsonGenerator out) throws IOException;
  }

  /** Records that a person reads their own data. Assumes a running transaction. */
  ReadReceipt recordOwn(Caller caller) {
    String shown = pseudonyms.actor(caller, 0).pseudonym();
    Subject none = caller.memberId() == null ? Subject.wish(0) : Subject.member(caller.memberId());
    return reads.record(
        caller,
        new PersonalReads.Whom(none, Map.of("type", "ACCOUNT", "id", shown), null, null),
        List.of("all"),
        ReadPurpose.OWN_DATA,
        null);
  }

  /**
   * Records that an operator exports a person's values on the person's behalf. Assumes a running
   * transaction.
   *
   * @throws org.microwish.problem.ProblemException NOT_FOUND if the subject does not exist or the
   *     caller is not an operator of its division; UNDER_LEGAL_HOLD; PERSONAL_DATA_ERASED
   */
  Answer recordFor(Caller caller, Subject subject, ReadRequest request) {
    LockedSubject standing = lock(subject);
    if (caller.role() != Role.OPERATOR || !caller.covers(standing.divisionPath())) {
      throw ProblemType.NOT_FOUND.exception();
    }
    if (standing.held()) {
      throw ProblemType.UNDER_LEGAL_HOLD.exception();
    }
    return record(
        caller,
        new PersonalReads.Whom(
            subject,
            Map.of("type", subject.type().name(), "id", standing.shown()),
            DivisionCode.publicPath(standing.divisionPath()),
            standing.organisationId()),
        standing,
        request.purpose(),
        Confidential.text(request.words()));
  }

  /**
   * Records a reading of values under a legal hold. The leaf names the hold and commits to the
   * subject without showing it. Assumes a running transaction.
   */
  Answer recordHeld(Caller caller, LegalHold hold, String words) {
    LockedSubject standing = lock(hold.subject());
    return record(
        caller,
        new PersonalReads.Whom(
            hold.subject(),
            Map.of("type", AggregateType.HOLD.name(), "id", Id.text(hold.id)),
            DivisionCode.publicPath(hold.divisionPath),
            null,
            true),
        standing,
        ReadPurpose.LEGAL_HOLD,
        words);
  }

  private LockedSubject lock(Subject subject) {
    return subjects
        .storeOf(subject.type())
        .flatMap(rows -> rows.lock(subject.id()))
        .orElseThrow(ProblemType.NOT_FOUND::exception);
  }

  private Answer record(
      Caller caller,
      PersonalReads.Whom whom,
      LockedSubject standing,
      ReadPurpose purpose,
      String words) {
    if (standing.erasedAt() != null) {
      throw ProblemType.PERSONAL_DATA_ERASED.exception();
    }
    ReadReceipt receipt =
        reads.record(caller, whom, vault.read(whom.subject()).keySet(), purpose, words);
    return Answer.created("/ledger/entries/" + receipt.ledger().entryId(), receipt);
  }

  /**
   * Returns the response to a recorded reading. From ten minutes after the reading, the response to
   * a repeated request contains only the receipt.
   */
  Response answer(Response recorded, Supplier<Body> body) {
    ReadReceipt receipt;
    try {
      receipt = json.readValue((byte[]) recorded.getEntity(), ReadReceipt.class);
    } catch (IOException notOurs) {
      throw new UncheckedIOException(notOurs);
    }
    boolean fresh = time.now().isBefore(receipt.readAt().plus(REPEATABLE_FOR));
    Body content = fresh ? body.get() : out -> {};
    return Response.fromResponse(recorded)
        .entity(document(receipt, content))
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
        .build();
  }

  /** Returns the document as a stream, whose content is produced while it is sent. */
  StreamingOutput document(ReadReceipt receipt, Body body) {
    return stream -> {
      try (JsonGenerator out = factory.createGenerator(stream)) {
        // A partial export must not look complete, so after an error the generator must not close
        // the JSON objects and arrays.
        out.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
        out.writeStartObject();
        out.writeFieldName("ledger");
        json.writeValue(out, receipt.ledger());
        out.writeStringField(
            "readAt", receipt.readAt().atZone(Time.ZONE).toOffsetDateTime().toString());
        body.write(out);
        out.writeEndObject();
      }
    };
  }

  /** Returns a body that contains one subject, even if the subject is under a legal hold. */
  Body one(Subject subject) {
    SubjectStore rows =
        subjects.storeOf(subject.type()).orElseThrow(ProblemType.NOT_FOUND::exception);
    return out -> {
      out.writeArrayFieldStart(plural(subject.type()));
      write(out, rows, List.of(subject.id()), true);
      out.writeEndArray();
    };
  }

  /** Returns a body that contains all data of the caller, except values under a legal hold. */
  Body all(Caller caller) {
    return out -> {
      out.writeArrayFieldStart("accounts");
      for (AccountStore rows : subjects.accountStores()) {
        byte[] part = transactions.call(() -> bytes(one -> rows.export(one, caller.account())));
        // A store that has nothing about the account writes an empty object.
        if (part.length > EMPTY_OBJECT) {
          raw(out, part);
        }
      }
      out.writeEndArray();
      for (SubjectStore rows : subjects.allStores()) {
        out.writeArrayFieldStart(plural(rows.type()));
        long after = 0;
        boolean bound = false;
        for (; ; ) {
          long from = after;
          List<Long> next = transactions.call(() -> rows.ofAccount(caller.account(), from, BATCH));
          bound |= caller.memberId() != null && next.contains(caller.memberId());
          write(out, rows, next, false);
          if (next.size() < BATCH) {
            break;
          }
          after = next.getLast();
        }
        if (rows.type() == SubjectType.MEMBER
            && caller.role() == Role.MEMBER
            && caller.memberId() != null
            && !bound) {
          write(out, rows, List.of(caller.memberId()), false);
        }
        out.writeEndArray();
      }
    };
  }

  private static String plural(SubjectType type) {
    return switch (type) {
      case WISH -> "wishes";
      case MEMBER -> "members";
      case ORGANISATION -> "organisations";
      case DIVISION -> "divisions";
      case ACCOUNT -> "accounts";
      case GROUP -> "groups";
      case STATION -> "stations";
      case DEMAND -> "demands";
      case ERASURE, IMPORT, INDEX, DIGEST ->
          throw new IllegalArgumentException(type + " is not exported");
    };
  }

  /**
   * Writes subjects; reads each subject in a separate short transaction.
   *
   * @param held true to write values under a legal hold, false to write only the id and the hold
   */
  private void write(JsonGenerator out, SubjectStore rows, List<Long> ids, boolean held)
      throws IOException {
    for (long id : ids) {
      // Each subject is sent only after its transaction is complete, because a transaction that is
      // retried must not have sent data.
      raw(out, transactions.call(() -> part(rows, id, held)));
    }
  }

  private static void raw(JsonGenerator out, byte[] part) throws IOException {
    if (part.length > 0) {
      out.writeRawValue(new String(part, StandardCharsets.UTF_8));
    }
  }

  private byte[] bytes(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = factory.createGenerator(bytes)) {
      body.write(out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private byte[] part(SubjectStore rows, long id, boolean held) {
    LockedSubject standing = rows.lock(id).orElse(null);
    if (standing == null || standing.erasedAt() != null) {
      return new byte[0];
    }
    return bytes(
        out -> {
          if (standing.held() && !held) {
            out.writeStartObject();
            out.writeStringField("id", Id.text(id));
            out.writeBooleanField("underLegalHold", true);
            out.writeEndObject();
          } else {
            rows.export(out, id, vault.read(new Subject(rows.type(), id)));
          }
        });
  }
}
