package org.microwish.platform.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.microwish.identity.Caller;
import org.microwish.platform.Time;
import org.microwish.platform.Transactions;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Runs a command in one transaction with the row of its idempotency key, so that the effect and the
 * memory of it stand or fall together. Same caller, operation, key and body: the first answer
 * again. Refusals leave no row: a refused command may be decided anew.
 */
@ApplicationScoped
public class Commands {

  /** The base of all paths, which {@link Answer#location} goes below. */
  public static final String BASE = "/api/v1";

  /** Marks an answer that was given before. */
  public static final String REPLAYED = "Idempotency-Replayed";

  /** How often a command is tried anew after its connection broke. */
  private static final int RECONNECTS = 3;

  private final EntityManager entities;
  private final Transactions transactions;
  private final ObjectMapper json;
  private final RequestDigest digest;
  private final Time time;

  Commands(
      EntityManager entities,
      Transactions transactions,
      ObjectMapper json,
      RequestDigest digest,
      Time time) {
    this.entities = entities;
    this.transactions = transactions;
    this.json = json;
    this.digest = digest;
    this.time = time;
  }

  /** Runs a command whose key the client may leave out. */
  public Response run(
      Caller caller, String operation, HttpHeaders headers, Object request, Supplier<Answer> work) {
    IdempotencyKey given = IdempotencyKey.parse(headers.getHeaderString(IdempotencyKey.HEADER));
    // Where the client gave none we make one: after a connection lost at commit only the key's
    // row can tell whether the effect is there.
    IdempotencyKey key = given != null ? given : new IdempotencyKey("server:" + UUID.randomUUID());
    return run(caller, operation, key, request, work);
  }

  /** Runs a command that creates or claims something: the key is required. */
  public Response create(
      Caller caller, String operation, HttpHeaders headers, Object request, Supplier<Answer> work) {
    return run(caller, operation, required(headers), request, work);
  }

  /**
   * The answer that a key of this caller got, or nothing where no effect of it is committed.
   *
   * @param operation the contract's operation id
   */
  public Optional<Response> recall(Caller caller, String operation, String key) {
    IdempotencyKey parsed = IdempotencyKey.parse(key);
    return find(new IdempotencyRow.Key(caller.account(), operation, parsed.value()))
        .map(Commands::replay);
  }

  /** Refuses a request without the key that its command requires, before anything else is done. */
  public void requireKey(HttpHeaders headers) {
    required(headers);
  }

  /** Whether the request's key has its effect, so that what precedes the command can be spared. */
  public boolean isRepeat(Caller caller, String operation, HttpHeaders headers) {
    IdempotencyKey key = required(headers);
    return find(new IdempotencyRow.Key(caller.account(), operation, key.value())).isPresent();
  }

  private static IdempotencyKey required(HttpHeaders headers) {
    IdempotencyKey key = IdempotencyKey.parse(headers.getHeaderString(IdempotencyKey.HEADER));
    if (key == null) {
      throw ProblemType.IDEMPOTENCY_KEY_REQUIRED.exception();
    }
    return key;
  }

  private Response run(
      Caller caller, String operation, IdempotencyKey key, Object request, Supplier<Answer> work) {
    IdempotencyRow.Key rowKey = new IdempotencyRow.Key(caller.account(), operation, key.value());
    byte[] bodyHash = digest.of(write(request));
    Optional<IdempotencyRow> before = find(rowKey);
    if (before.isPresent()) {
      return replay(before.get(), bodyHash);
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return transactions.call(() -> execute(rowKey, bodyHash, work));
      } catch (RuntimeException thrown) {
        boolean lost = Transactions.isConnectionLost(thrown);
        if (!lost && !(thrown instanceof KeyTaken)) {
          throw thrown;
        }
        Optional<IdempotencyRow> committed = find(rowKey);
        if (committed.isPresent()) {
          return replay(committed.get(), bodyHash);
        }
        if (attempt >= RECONNECTS) {
          throw lost ? thrown : inFlight();
        }
      }
    }
  }

  private Response execute(IdempotencyRow.Key key, byte[] bodyHash, Supplier<Answer> work) {
    try {
      entities
          .createNativeQuery(
              "INSERT INTO idempotency"
                  + " (caller, operation, idem_key, body_hash, status, answer, created_at)"
                  + " VALUES (?1, ?2, ?3, ?4, 0, '', ?5)")
          .setParameter(1, key.caller())
          .setParameter(2, key.operation())
          .setParameter(3, key.idemKey())
          .setParameter(4, bodyHash)
          .setParameter(5, time.now())
          .executeUpdate();
    } catch (RuntimeException thrown) {
      if (Transactions.isDuplicate(thrown)) {
        throw new KeyTaken();
      }
      if (Transactions.isLockTimeout(thrown)) {
        throw inFlight();
      }
      throw thrown;
    }
    Answer answer = work.get();
    byte[] body = write(answer.body());
    entities
        .createNativeQuery(
            "UPDATE idempotency SET status = ?4, location = ?5, answer = ?6"
                + " WHERE caller = ?1 AND operation = ?2 AND idem_key = ?3")
        .setParameter(1, key.caller())
        .setParameter(2, key.operation())
        .setParameter(3, key.idemKey())
        .setParameter(4, answer.status())
        .setParameter(5, answer.location())
        .setParameter(6, body)
        .executeUpdate();
    return response(answer.status(), answer.location(), body).build();
  }

  private Optional<IdempotencyRow> find(IdempotencyRow.Key key) {
    return transactions.call(
        () -> {
          List<IdempotencyRow> rows =
              entities
                  .createQuery("from IdempotencyRow where key = ?1", IdempotencyRow.class)
                  .setParameter(1, key)
                  .getResultList();
          return rows.stream().findFirst();
        });
  }

  private static Response replay(IdempotencyRow row, byte[] bodyHash) {
    if (!MessageDigest.isEqual(row.bodyHash, bodyHash)) {
      throw ProblemType.IDEMPOTENCY_KEY_REUSED.exception();
    }
    return replay(row);
  }

  private static Response replay(IdempotencyRow row) {
    return response(row.status, row.location, row.answer).header(REPLAYED, "true").build();
  }

  private static Response.ResponseBuilder response(int status, String location, byte[] body) {
    Response.ResponseBuilder builder =
        Response.status(status).entity(body).type(MediaType.APPLICATION_JSON_TYPE);
    return location == null ? builder : builder.location(URI.create(BASE + location));
  }

  private static ProblemException inFlight() {
    return ProblemType.IDEMPOTENCY_IN_FLIGHT.exception().retryAfter(Duration.ofSeconds(1));
  }

  private byte[] write(Object value) {
    try {
      return json.writeValueAsBytes(value);
    } catch (JsonProcessingException notWritable) {
      throw new IllegalStateException(notWritable);
    }
  }

  /** The key's row came from somebody else between our look and our insert. */
  private static final class KeyTaken extends RuntimeException {
    KeyTaken() {
      super(null, null, false, false);
    }
  }
}
