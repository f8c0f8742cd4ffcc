package org.microwish.platform.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.microwish.caller.Caller;
import org.microwish.platform.Time;
import org.microwish.platform.sql.RoundTrip;
import org.microwish.platform.sql.RoundTrip.Pending;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Runs a command in one transaction with the row of its idempotency key, so that both are committed
 * or neither. A repeat (same caller, operation, key and body) gets the first response again. A
 * rejected command leaves no row, so a repeat of it is evaluated again.
 */
@ApplicationScoped
public class Commands {

  /** The base path of the API; {@link Answer#location} is relative to it. */
  public static final String BASE = "/api/v1";

  /** The header that marks a repeated response. */
  public static final String REPLAYED = "Idempotency-Replayed";

  /** Maximum number of attempts if the connection is lost or a concurrent request takes the key. */
  private static final int RECONNECTS = 3;

  private final IdempotencyKeys keys;
  private final Transactions transactions;
  private final ObjectMapper json;
  private final RequestDigest digest;
  private final Time time;

  Commands(
      IdempotencyKeys keys,
      Transactions transactions,
      ObjectMapper json,
      RequestDigest digest,
      Time time) {
    this.keys = keys;
    this.transactions = transactions;
    this.json = json;
    this.digest = digest;
    this.time = time;
  }

  /** Runs a command whose idempotency key is optional. */
  public Response run(
      Caller caller, String operation, HttpHeaders headers, Object request, Supplier<Answer> work) {
    IdempotencyKey given = IdempotencyKey.parse(headers.getHeaderString(IdempotencyKey.HEADER));
    // Without a client's key we create one: after a connection is lost at commit, only the key's
    // row shows whether the effect was committed.
    IdempotencyKey key = given != null ? given : new IdempotencyKey("server:" + UUID.randomUUID());
    return run(caller, operation, key, request, work);
  }

  /** Runs a command that creates or claims something, for which the key is required. */
  public Response create(
      Caller caller, String operation, HttpHeaders headers, Object request, Supplier<Answer> work) {
    return run(caller, operation, key(headers), request, work);
  }

  /**
   * The stored response of a caller's key; empty if no effect of it is committed.
   *
   * @param operation the contract's operation id
   */
  public Optional<Response> recall(Caller caller, String operation, String key) {
    IdempotencyKey parsed = IdempotencyKey.parse(key);
    return find(new IdempotencyRow.Key(caller.account(), operation, parsed.value()))
        .map(Answered::replay);
  }

  /**
   * Throws IDEMPOTENCY_KEY_REQUIRED if the request has no key; to be called before any other work.
   */
  public void requireKey(HttpHeaders headers) {
    key(headers);
  }

  /**
   * Whether the request repeats a committed command, so that work before the command can be
   * skipped.
   */
  public boolean isRepeat(Caller caller, String operation, HttpHeaders headers) {
    IdempotencyKey key = key(headers);
    return find(new IdempotencyRow.Key(caller.account(), operation, key.value())).isPresent();
  }

  /** Returns the request's key; throws IDEMPOTENCY_KEY_REQUIRED if there is none. */
  public IdempotencyKey key(HttpHeaders headers) {
    IdempotencyKey key = IdempotencyKey.parse(headers.getHeaderString(IdempotencyKey.HEADER));
    if (key == null) {
      throw ProblemType.IDEMPOTENCY_KEY_REQUIRED.exception();
    }
    return key;
  }

  private Response run(
      Caller caller, String operation, IdempotencyKey key, Object request, Supplier<Answer> work) {
    return run(keyed(caller, operation, key, request), work);
  }

  /**
   * Creates a command with its key, to be run alone ({@link #run(KeyedCommand, Supplier)}) or with
   * others. May read from the database the secret used to hash bodies.
   *
   * @param request the request's content, which is hashed as JSON
   */
  public KeyedCommand keyed(Caller caller, String operation, IdempotencyKey key, Object request) {
    return new KeyedCommand(
        new IdempotencyRow.Key(caller.account(), operation, key.value()),
        digest.of(write(request)));
  }

  /**
   * Runs one command in its own transaction, or returns its stored response.
   *
   * @throws ProblemException IDEMPOTENCY_KEY_REUSED if the body differs, IDEMPOTENCY_IN_FLIGHT
   *     while another request runs the command
   */
  public Response run(KeyedCommand command, Supplier<Answer> work) {
    Optional<Answered> before = find(command.key());
    if (before.isPresent()) {
      return before.get().replay(command);
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return transactions.call(() -> execute(command, work));
      } catch (RuntimeException thrown) {
        boolean lost = Transactions.isConnectionLost(thrown);
        if (!lost && !(thrown instanceof KeyTaken)) {
          throw thrown;
        }
        Optional<Answered> committed = find(command.key());
        if (committed.isPresent()) {
          return committed.get().replay(command);
        }
        if (attempt >= RECONNECTS) {
          throw lost ? thrown : inFlight();
        }
      }
    }
  }

  private Response execute(KeyedCommand command, Supplier<Answer> work) {
    try {
      keys.begin(command, time.now());
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
    Object kept =
        answer.body() instanceof ShownOnce secret ? secret.withoutSecret() : answer.body();
    keys.finish(command, answered(command, new Answer(answer.status(), answer.location(), kept)));
    return answered(command, answer).response();
  }

  /**
   * Returns the stored responses of commands of one operation, in the caller's transaction;
   * commands without one are missing from the map.
   *
   * @param lock whether to lock the rows, to detect commands that another transaction is running
   * @throws KeyBusyException if {@code lock} is set and one of the commands is being run; nothing
   *     is returned for any of them, and the transaction can continue
   */
  public Map<KeyedCommand, Answered> answered(Collection<KeyedCommand> commands, boolean lock) {
    return keys.find(commands, lock);
  }

  /**
   * The same as part of the caller's round trip. Sending it throws {@link KeyBusyException} if a
   * lock on a key, or on another row of the trip, was not available.
   */
  public Pending<Map<KeyedCommand, Answered>> answered(
      RoundTrip trip, Collection<KeyedCommand> commands, boolean lock) {
    return keys.find(trip, commands, lock);
  }

  /**
   * Stores the responses of commands whose effects the caller's transaction writes.
   *
   * @return the responses to send once it has committed
   */
  public Map<KeyedCommand, Response> remember(RoundTrip trip, Map<KeyedCommand, Answer> answers) {
    Map<KeyedCommand, Answered> kept = new LinkedHashMap<>();
    answers.forEach((command, answer) -> kept.put(command, answered(command, answer)));
    keys.write(trip, kept, time.now());
    Map<KeyedCommand, Response> responses = new LinkedHashMap<>();
    kept.forEach((command, answered) -> responses.put(command, answered.response()));
    return responses;
  }

  private Answered answered(KeyedCommand command, Answer answer) {
    return new Answered(
        command.bodyHash(), answer.status(), answer.location(), write(answer.body()));
  }

  private Optional<Answered> find(IdempotencyRow.Key key) {
    return transactions.call(() -> keys.find(key));
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

  /** A concurrent request inserted the key's row between our read and our insert. */
  private static final class KeyTaken extends RuntimeException {
    KeyTaken() {
      super(null, null, false, false);
    }
  }
}
