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

  /** Runs a command whose key the client may leave out. */
  public Response run(
      Caller caller, String operation, HttpHeaders headers, Object request, Supplier<Answer> work) {
    IdempotencyKey given = IdempotencyKey.parse(headers.getHeaderString(IdempotencyKey.HEADER));
    // Without a key of the client's we make one: after a connection lost at commit only the key's
    // row tells whether the effect is committed.
    IdempotencyKey key = given != null ? given : new IdempotencyKey("server:" + UUID.randomUUID());
    return run(caller, operation, key, request, work);
  }

  /** Runs a command that creates or claims something: the key is required. */
  public Response create(
      Caller caller, String operation, HttpHeaders headers, Object request, Supplier<Answer> work) {
    return run(caller, operation, key(headers), request, work);
  }

  /**
   * The answer that a key of this caller got, or nothing where no effect of it is committed.
   *
   * @param operation the contract's operation id
   */
  public Optional<Response> recall(Caller caller, String operation, String key) {
    IdempotencyKey parsed = IdempotencyKey.parse(key);
    return find(new IdempotencyRow.Key(caller.account(), operation, parsed.value()))
        .map(Answered::replay);
  }

  /** Refuses a request without the key that its command requires, before anything else is done. */
  public void requireKey(HttpHeaders headers) {
    key(headers);
  }

  /** Whether the request repeats a committed command, so that the work before it can be skipped. */
  public boolean isRepeat(Caller caller, String operation, HttpHeaders headers) {
    IdempotencyKey key = key(headers);
    return find(new IdempotencyRow.Key(caller.account(), operation, key.value())).isPresent();
  }

  /** The request's key, or the problem IDEMPOTENCY_KEY_REQUIRED. */
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
   * A command with its key, to be run alone ({@link #run(KeyedCommand, Supplier)}) or with others.
   * May ask the database for the key that bodies are hashed under.
   *
   * @param request what was asked, as it is written in JSON
   */
  public KeyedCommand keyed(Caller caller, String operation, IdempotencyKey key, Object request) {
    return new KeyedCommand(
        new IdempotencyRow.Key(caller.account(), operation, key.value()),
        digest.of(write(request)));
  }

  /**
   * Runs one command in a transaction of its own, or answers what it was answered before.
   *
   * @throws ProblemException IDEMPOTENCY_KEY_REUSED for another body, IDEMPOTENCY_IN_FLIGHT while
   *     somebody else runs it
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
   * What commands of one operation were answered before, those that were not are missing; in the
   * caller's transaction.
   *
   * @param lock whether to find out which of them somebody else is running
   * @throws KeyBusyException when it is to be found out and one is being run: then nothing is said
   *     of any, and the transaction can go on
   */
  public Map<KeyedCommand, Answered> answered(Collection<KeyedCommand> commands, boolean lock) {
    return keys.find(commands, lock);
  }

  /**
   * The same in a round trip of the caller's. Sending it throws {@link KeyBusyException} where a
   * lock was not to be had, of a key or of the trip's other rows.
   */
  public Pending<Map<KeyedCommand, Answered>> answered(
      RoundTrip trip, Collection<KeyedCommand> commands, boolean lock) {
    return keys.find(trip, commands, lock);
  }

  /**
   * Keeps the answers of commands whose effects the caller's transaction writes.
   *
   * @return what to answer once it has committed
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
