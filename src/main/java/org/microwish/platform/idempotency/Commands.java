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
 * Runs a command and writes the row of its idempotency key in the same transaction, so that either
 * both are committed or neither is. A repeat (same caller, operation, key and request content) does
 * not run the command but gets the stored response. A command that is refused leaves no row, so a
 * repeat runs it again.
 */
@ApplicationScoped
public class Commands {

  /** The base path of the API, to which {@link Answer#location} is relative. */
  public static final String BASE = "/api/v1";

  /**
   * The response header that marks the stored response to a repeat; its value is then {@code true}.
   */
  public static final String REPLAYED = "Idempotency-Replayed";

  /**
   * Maximum number of times that a command is tried if the database connection is lost or a
   * concurrent request inserts the row of the key first.
   */
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

  /**
   * Runs a command for which the client may omit the idempotency key; returns its response, or the
   * stored response if the request is a repeat.
   */
  public Response run(
      Caller caller, String operation, HttpHeaders headers, Object request, Supplier<Answer> work) {
    IdempotencyKey given = IdempotencyKey.parse(headers.getHeaderString(IdempotencyKey.HEADER));
    // If the client sent no key, create one: if the connection is lost during the commit, only the
    // row of a key shows whether the command was committed.
    IdempotencyKey key = given != null ? given : new IdempotencyKey("server:" + UUID.randomUUID());
    return run(caller, operation, key, request, work);
  }

  /**
   * Runs a command for which the client must send an idempotency key, because it creates or claims
   * something; returns its response, or the stored response if the request is a repeat.
   */
  public Response create(
      Caller caller, String operation, HttpHeaders headers, Object request, Supplier<Answer> work) {
    return run(caller, operation, key(headers), request, work);
  }

  /**
   * Returns the stored response to a key of this caller; empty if no command with this key was
   * committed.
   *
   * @param operation the operation id of the command in the contract
   */
  public Optional<Response> recall(Caller caller, String operation, String key) {
    IdempotencyKey parsed = IdempotencyKey.ofPath(key);
    return find(new IdempotencyRow.Key(caller.account(), operation, parsed.value()))
        .map(Answered::replay);
  }

  /**
   * Throws IDEMPOTENCY_KEY_REQUIRED if the request has no idempotency key. For resource methods
   * that do other work before they call {@link #create}.
   */
  public void requireKey(HttpHeaders headers) {
    key(headers);
  }

  /**
   * Returns whether a command with the request's key is already committed. For resource methods
   * that can then skip the work that comes before the command.
   */
  public boolean isRepeat(Caller caller, String operation, HttpHeaders headers) {
    IdempotencyKey key = key(headers);
    return find(new IdempotencyRow.Key(caller.account(), operation, key.value())).isPresent();
  }

  /**
   * Returns the idempotency key of the request; throws IDEMPOTENCY_KEY_REQUIRED if the request has
   * none.
   */
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
   * Combines a key with the hash of the request's content; does not run the command. The caller
   * passes the result to {@link #run(KeyedCommand, Supplier)}, or runs it together with other
   * commands. May read from the database the secret with which contents are hashed.
   *
   * @param request the request's content, which is hashed as JSON
   */
  public KeyedCommand keyed(Caller caller, String operation, IdempotencyKey key, Object request) {
    return new KeyedCommand(
        new IdempotencyRow.Key(caller.account(), operation, key.value()),
        digest.of(write(request)));
  }

  /**
   * Runs one command in a transaction of its own and returns its response; if the command was
   * committed before, returns the stored response instead.
   *
   * @throws ProblemException IDEMPOTENCY_KEY_REUSED if the content differs from that of the first
   *     request with this key; IDEMPOTENCY_IN_FLIGHT while another request runs the command
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
   * Reads the stored responses of these commands, in the caller's transaction. The map contains no
   * entry for a command without a stored response.
   *
   * @param lock whether to lock the rows, to notice commands that another transaction is running
   * @throws KeyBusyException if {@code lock} is true and another transaction is running one of the
   *     commands; the caller's transaction can continue
   */
  public Map<KeyedCommand, Answered> answered(Collection<KeyedCommand> commands, boolean lock) {
    return keys.find(commands, lock);
  }

  /**
   * Adds to a round trip the query for the stored responses of these commands. The map is available
   * after the round trip was sent and contains no entry for a command without a stored response. If
   * {@code lock} is true, the rows are locked, and sending the round trip throws {@link
   * KeyBusyException} if a lock on one of these rows, or on another row of the round trip, is not
   * available.
   */
  public Pending<Map<KeyedCommand, Answered>> answered(
      RoundTrip trip, Collection<KeyedCommand> commands, boolean lock) {
    return keys.find(trip, commands, lock);
  }

  /**
   * Adds to a round trip the insertion of rows with the responses of these commands. The effects of
   * the commands must be written in the same transaction.
   *
   * @return the responses to send to the clients after the commit
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

  /**
   * Thrown if a concurrent request inserted the row of the same key after this request had looked
   * for it.
   */
  private static final class KeyTaken extends RuntimeException {
    KeyTaken() {
      super(null, null, false, false);
    }
  }
}
