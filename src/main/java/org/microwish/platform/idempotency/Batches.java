package org.microwish.platform.idempotency;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.microwish.caller.Caller;
import org.microwish.platform.Sha256;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.Language;
import org.microwish.problem.Problem;
import org.microwish.problem.ProblemException;

/**
 * Runs the commands of one request, each in its own transaction, and returns a result for each.
 * Each command has its own idempotency key, derived from the request's key and the command's place
 * in the request. So if the request is repeated, even after a crash in the middle, no command that
 * succeeded runs again; only commands that were refused or not reached run.
 */
@ApplicationScoped
public class Batches {

  /** The largest number of commands in a request. */
  public static final int MOST = 100;

  /**
   * The length in bytes of the part that the keys of one request have in common: 16 random bytes
   * are as unlikely to collide as a random UUID.
   */
  private static final int KEY_BYTES = 16;

  private final Commands commands;
  private final Transactions transactions;
  private final ObjectMapper json;

  Batches(Commands commands, Transactions transactions, ObjectMapper json) {
    this.commands = commands;
    this.transactions = transactions;
    this.json = json;
  }

  /**
   * The result of one command of a batch: a receipt or a problem.
   *
   * @param index the command's place in the request, from 0
   * @param receipt the command's response as JSON; null if the command was refused
   * @param problem the problem with which the command was refused, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Outcome(int index, @JsonRawValue String receipt, Map<String, Object> problem) {}

  /** The results of a batch, in the order of the commands in the request. */
  public record Result(List<Outcome> items) {}

  /**
   * The results of commands on items that the service selected.
   *
   * @param more true if another request, with a new key, may find more items. False if all commands
   *     were refused, because the same items would be selected again
   */
  public record Portion(List<Selection> items, boolean more) {}

  /**
   * The result of one command on an item that the service selected.
   *
   * @param item the selected item, so that the client knows to what the result refers
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Selection(
      int index, String item, @JsonRawValue String receipt, Map<String, Object> problem) {}

  /** The items that the service selected for a request, as stored under the request's key. */
  record Selected(List<String> items) {}

  /**
   * Runs a command on each item that the service selects. The selection is stored under the
   * request's key, so a repeat of the request runs the command on the same items.
   *
   * @param select returns at most {@link #MOST} items; runs in a transaction of its own
   * @param command runs the command on one item in the caller's transaction and returns its receipt
   * @throws ProblemException IDEMPOTENCY_KEY_REUSED if the key was used for another request; the
   *     problem of a command that could not be decided, such as BUSY, after which a repeat
   *     continues; or the problem that {@code select} throws
   */
  public Portion run(
      Caller caller,
      String operation,
      HttpHeaders headers,
      Object request,
      Supplier<List<String>> select,
      Function<String, Object> command) {
    return run(
        caller,
        operation,
        commands.key(headers),
        Language.of(headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE)),
        request,
        select,
        command);
  }

  Portion run(
      Caller caller,
      String operation,
      IdempotencyKey key,
      Language language,
      Object request,
      Supplier<List<String>> select,
      Function<String, Object> command) {
    byte[] whole = commands.keyed(caller, operation, key, request).bodyHash();
    KeyedCommand selection = derived(caller, operation, common(key) + ":selected", whole);
    Response stored = commands.run(selection, () -> Answer.ok(new Selected(select.get())));
    List<String> items = selected((byte[]) stored.getEntity());
    List<Selection> outcomes =
        run(caller, operation, key, language, request, items, command).items().stream()
            .map(
                one ->
                    new Selection(
                        one.index(), items.get(one.index()), one.receipt(), one.problem()))
            .toList();
    boolean some = outcomes.stream().anyMatch(one -> one.receipt() != null);
    return new Portion(outcomes, some && items.size() >= MOST);
  }

  private List<String> selected(byte[] stored) {
    try {
      return json.readValue(stored, Selected.class).items();
    } catch (IOException damaged) {
      throw new UncheckedIOException(damaged);
    }
  }

  /**
   * Runs one command for each item of a request. The request must have an idempotency key.
   *
   * @param operation the operation id of the whole batch
   * @param request the request's content, which is hashed as JSON
   * @param items the data of each command
   * @param command runs one command in the caller's transaction and returns its receipt
   * @throws ProblemException IDEMPOTENCY_KEY_REUSED for a repeat with other content; or the problem
   *     of a command that could not be decided, such as BUSY, after which a repeat continues
   */
  public <T> Result run(
      Caller caller,
      String operation,
      HttpHeaders headers,
      Object request,
      List<T> items,
      Function<T, Object> command) {
    return run(
        caller,
        operation,
        commands.key(headers),
        Language.of(headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE)),
        request,
        items,
        command);
  }

  <T> Result run(
      Caller caller,
      String operation,
      IdempotencyKey key,
      Language language,
      Object request,
      List<T> items,
      Function<T, Object> command) {
    List<KeyedCommand> keyed = keyed(caller, operation, key, request, items.size());
    // If the key was used for a request with other content, this throws before any command runs.
    transactions
        .call(() -> commands.answered(keyed, false))
        .forEach((one, answered) -> answered.replay(keyed.get(keyed.indexOf(one))));
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      T item = items.get(i);
      KeyedCommand one = keyed.get(i);
      outcomes.add(
          outcome(i, language, () -> commands.run(one, () -> Answer.ok(command.apply(item)))));
    }
    return new Result(outcomes);
  }

  private List<KeyedCommand> keyed(
      Caller caller, String operation, IdempotencyKey key, Object request, int count) {
    String common = common(key);
    // The hash of each command covers the whole request, so that a repeat with any changed item is
    // refused.
    byte[] whole = commands.keyed(caller, operation, key, request).bodyHash();
    List<KeyedCommand> keyed = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      keyed.add(derived(caller, operation, common + ":" + i, whole));
    }
    return keyed;
  }

  private static String common(IdempotencyKey key) {
    return HexFormat.of()
        .formatHex(Sha256.of(key.value().getBytes(StandardCharsets.UTF_8)), 0, KEY_BYTES);
  }

  private static KeyedCommand derived(
      Caller caller, String operation, String key, byte[] bodyHash) {
    return new KeyedCommand(new IdempotencyRow.Key(caller.account(), operation, key), bodyHash);
  }

  private static Outcome outcome(int index, Language language, Supplier<Response> command) {
    try {
      byte[] receipt = (byte[]) command.get().getEntity();
      return new Outcome(index, new String(receipt, StandardCharsets.UTF_8), null);
    } catch (ProblemException refused) {
      if (!isDecision(refused)) {
        throw refused;
      }
      return new Outcome(index, null, Problem.item(refused, language));
    }
  }

  /**
   * Returns whether the command was decided and refused, so that repeating it at once would not
   * help. False if it could not be decided, such as for BUSY.
   */
  private static boolean isDecision(ProblemException problem) {
    return switch (problem.type()) {
      case BUSY,
          DATABASE_UNAVAILABLE,
          TOO_MANY_REQUESTS,
          INTERNAL_ERROR,
          IDEMPOTENCY_IN_FLIGHT,
          IDEMPOTENCY_KEY_REUSED ->
          false;
      default -> true;
    };
  }
}
