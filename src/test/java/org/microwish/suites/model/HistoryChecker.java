package org.microwish.suites.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.microwish.caller.Role;
import org.microwish.statistics.fold.ClaimFigures;
import org.microwish.statistics.fold.Figures;
import org.microwish.statistics.fold.Fold;
import org.microwish.statistics.fold.MoneyFen;
import org.microwish.statistics.fold.WishFigures;

/**
 * Checks a history against the model. The ledger's versions of accepted commands are the order in
 * which they took effect: the model must accept each of them in that order, and the order must be
 * compatible with the times of requests and answers. A refusal is right if the model refuses for
 * the same reason at one of the versions that may have been the newest at some moment between
 * request and answer.
 */
final class HistoryChecker {

  /** Maximum age of the committed state on which the refusal of a claim may be based. */
  static final long MEMORY = Duration.ofMillis(200).toNanos();

  private static final long MEMBER_CAP = 5;
  private static final long ORGANISATION_CAP = 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final History history;
  private final StoredState books;
  private final List<String> findings = new ArrayList<>();
  private final Map<String, Span> spans = new HashMap<>();
  private final Map<String, List<Call>> byKey = new HashMap<>();
  private final Map<String, Call> byEntry = new HashMap<>();
  private final List<Change> quotaChanges = new ArrayList<>();
  private final Map<String, List<ModelWish>> lives = new HashMap<>();

  /** The period in which an entry was committed. */
  private record Span(long from, long to) {}

  /** A change in a claimant's number of live claims. */
  private record Change(String claimant, int by, Span when, long entry) {}

  /** The findings, and how many commands, refusals, sweeper entries and reads were checked. */
  record Verdict(List<String> findings, int accepted, int refused, int sweepers, int reads) {}

  private HistoryChecker(History history, StoredState books) {
    this.history = history;
    this.books = books;
  }

  /** Checks a history and returns the findings. */
  static Verdict judge(History history, StoredState books) {
    HistoryChecker judge = new HistoryChecker(history, books);
    judge.keys();
    judge.entries();
    int sweepers = 0;
    for (Map.Entry<String, Call> wish : history.wishes().entrySet()) {
      judge.live(wish.getKey(), wish.getValue());
      sweepers +=
          (int)
              books.entries.get(wish.getKey()).stream()
                  .filter(StoredState.Entry::isSweepers)
                  .count();
    }
    judge.quotas();
    int refused = judge.refusals();
    for (String wish : history.wishes().keySet()) {
      judge.rows(wish);
      judge.figures(wish);
    }
    int reads = judge.reads();
    return new Verdict(judge.findings, judge.byEntry.size(), refused, sweepers, reads);
  }

  /** Returns the states of each wish, one per version, the first at index 0. */
  static Map<String, List<ModelWish>> lives(History history, StoredState books) {
    HistoryChecker judge = new HistoryChecker(history, books);
    judge.keys();
    judge.entries();
    history.wishes().forEach(judge::live);
    return judge.lives;
  }

  private void find(String wish, String what) {
    findings.add("wish " + wish + ": " + what);
  }

  // Keys and entries ---------------------------------------------------------------------------

  /** Checks that each idempotency key has one request, one effect and one answer. */
  private void keys() {
    for (Call call : history.calls) {
      if (call.status() >= 500) {
        find(call.wish(), "server error: " + call + " " + call.text());
      }
      String scope = call.key() == null ? "none " + System.identityHashCode(call) : call.scope();
      byKey.computeIfAbsent(scope, key -> new ArrayList<>()).add(call);
    }
    for (List<Call> same : byKey.values()) {
      Call first = null;
      for (Call call : same) {
        if (call.accepted()) {
          if (first != null && !first.text().equals(call.text())) {
            find(call.wish(), "two answers to one key: " + first + " and " + call);
          }
          if (first != null && !first.request().equals(call.request())) {
            find(call.wish(), "two requests under one key: " + first + " and " + call);
          }
          first = first == null ? call : first;
        }
      }
      for (Call call : same) {
        checkKey(call, same);
      }
    }
  }

  private void checkKey(Call call, List<Call> same) {
    String refusal = call.accepted() ? null : call.refusal();
    for (Call other : same) {
      if (other.accepted() && other.done() < call.sent()) {
        boolean repeats = other.request().equals(call.request());
        if (repeats && !call.accepted()) {
          find(call.wish(), "a repetition is refused: " + other + " then " + call);
        }
        if (!repeats && !"IDEMPOTENCY_KEY_REUSED".equals(refusal)) {
          find(
              call.wish(),
              "a used key is accepted for another request: " + other + " then " + call);
        }
      }
    }
    if ("IDEMPOTENCY_KEY_REUSED".equals(refusal)
        && same.stream()
            .noneMatch(
                other ->
                    other.accepted()
                        && !other.request().equals(call.request())
                        && other.sent() <= call.done())) {
      find(call.wish(), "the key was not used before: " + call);
    }
    if ("IDEMPOTENCY_IN_FLIGHT".equals(refusal)
        && same.stream()
            .noneMatch(
                other ->
                    !other.equals(call)
                        && other.sent() <= call.done()
                        && other.done() >= call.sent())) {
      find(call.wish(), "nothing was in flight: " + call);
    }
  }

  /**
   * Checks that every acknowledged command has one entry, and that every entry was acknowledged or
   * is the sweeper's.
   */
  private void entries() {
    Map<String, Span> answered = new HashMap<>();
    for (List<Call> same : byKey.values()) {
      List<Call> accepted = same.stream().filter(Call::accepted).toList();
      if (accepted.isEmpty()) {
        continue;
      }
      Call first = accepted.getFirst();
      Call before = byEntry.put(first.entry(), first);
      if (before != null) {
        find(first.wish(), "one entry for two commands: " + before + " and " + first);
      }
      answered.put(
          first.entry(),
          new Span(
              accepted.stream().mapToLong(Call::sent).min().orElseThrow(),
              accepted.stream().mapToLong(Call::done).min().orElseThrow()));
    }
    Set<String> found = new HashSet<>();
    books.entries.forEach(
        (wish, entries) -> {
          long due = 1;
          for (StoredState.Entry entry : entries) {
            if (entry.version() != due) {
              find(wish, "version " + entry.version() + " where " + due + " was due");
            }
            due = entry.version() + 1;
            if (entry.leaves() != 1) {
              find(wish, "version " + entry.version() + " has " + entry.leaves() + " leaves");
            }
            found.add(entry.id());
            Span span = answered.get(entry.id());
            if (span == null && entry.isSweepers()) {
              span = swept(entry);
            }
            if (span == null) {
              find(
                  wish,
                  "no call was answered with version " + entry.version() + " " + entry.leaf());
              span = new Span(history.at(entry.recordedAt()), Long.MAX_VALUE);
            }
            spans.put(entry.id(), span);
          }
        });
    byEntry.forEach(
        (entry, call) -> {
          if (!found.contains(entry)) {
            find(call.wish(), "acknowledged and not in the ledger: " + call);
          }
        });
  }

  /**
   * Returns the period in which an entry of the sweeper was committed. The period begins when the
   * sweeper read the clock; its end is unknown, because the service also sweeps by itself.
   */
  private Span swept(StoredState.Entry entry) {
    long recorded = history.at(entry.recordedAt()) - Duration.ofMillis(5).toNanos();
    return new Span(recorded, Long.MAX_VALUE);
  }

  // Accepted commands --------------------------------------------------------------------------

  private UncertainFacts doubts(Span when, long slack, Span own) {
    return new UncertainFacts() {
      @Override
      public boolean mayBeDue(String id) {
        return history.due.getOrDefault(id, Long.MAX_VALUE) <= when.to();
      }

      @Override
      public Answer isAtCap(Actor actor) {
        long cap = actor.role() == Role.STEWARD ? ORGANISATION_CAP : MEMBER_CAP;
        long least = 0;
        long most = 0;
        for (Change change : quotaChanges) {
          if (change.claimant().equals(actor.claimant()) && !change.when().equals(own)) {
            boolean surelyBefore = change.when().to() < when.from() - slack;
            boolean perhapsBefore = change.when().from() <= when.to();
            if (change.by() > 0) {
              least += surelyBefore ? 1 : 0;
              most += perhapsBefore ? 1 : 0;
            } else {
              least -= perhapsBefore ? 1 : 0;
              most -= surelyBefore ? 1 : 0;
            }
          }
        }
        return least >= cap ? Answer.YES : most >= cap ? Answer.PERHAPS : Answer.NO;
      }
    };
  }

  private UncertainFacts uncapped(Span when) {
    UncertainFacts all = doubts(when, 0, when);
    return new UncertainFacts() {
      @Override
      public boolean mayBeDue(String id) {
        return all.mayBeDue(id);
      }

      @Override
      public Answer isAtCap(Actor actor) {
        return Answer.NO;
      }
    };
  }

  private void live(String wish, Call create) {
    List<ModelWish> life = new ArrayList<>();
    lives.put(wish, life);
    List<StoredState.Entry> entries = books.entries.get(wish);
    if (entries.isEmpty()) {
      return;
    }
    ModelWish model = ModelWish.of(wish, create.command(), books.postings, history.claimants);
    life.add(model.copy());
    long latest = spans.get(entries.getFirst().id()).from();
    for (StoredState.Entry entry : entries.subList(1, entries.size())) {
      Span span = spans.get(entry.id());
      String what = "version " + entry.version() + " " + entry.leaf().path("transition");
      if (span.to() < latest) {
        find(wish, what + " was answered before an earlier one was asked for");
      }
      latest = Math.max(latest, span.from());
      Call call = byEntry.get(entry.id());
      Command command = call == null ? sweepers(wish, entry) : call.command();
      if (command == null || !entry.command().equals(command.op().entry())) {
        find(wish, what + " is recorded for " + call);
        return;
      }
      if (call == null && hasDeadline(command) && !history.due.containsKey(deadline(command))) {
        find(wish, what + " though no date had passed");
      }
      ModelWish before = model.copy();
      expire(wish, what, entry, command, model, span);
      // The quotas are checked at the end, when all claims are known.
      Set<String> said = model.judgeNow(command, uncapped(span));
      if (!said.contains(ModelWish.ACCEPTED)) {
        find(wish, what + " is refused by the model, " + said + ", at " + model + ": " + call);
        return;
      }
      List<Move> moves = model.apply(command, call == null ? null : madeBy(call));
      changes(before, model, span);
      life.add(model.copy());
      check(wish, what, entry, call, before, model, moves);
    }
  }

  private static String claimOf(Call call) {
    return call.body().at("/claim/id").asText(null);
  }

  /** Returns the id of the claim or invitation that a command created. */
  private static String madeBy(Call call) {
    return switch (call.command().op()) {
      case INVITE, JOIN_WAITING_LIST -> call.body().path("item").asText();
      default -> claimOf(call);
    };
  }

  /**
   * Sets those invitations of the model to EXPIRED that the entry of a command says expired, if
   * that can be true: the time of the invitation may be over; or the invitation waits, its claimant
   * cannot claim, and the command offers places or ends invitations. Records a finding if a command
   * that ends invitations ends none, or if the entry leaves an invitation live that does not wait
   * and whose time was certainly over.
   */
  private void expire(
      String wish,
      String what,
      StoredState.Entry entry,
      Command command,
      ModelWish model,
      Span span) {
    Set<String> expired = new HashSet<>();
    entry.leaf().at("/facts/invitations/EXPIRED").forEach(id -> expired.add(id.asText()));
    boolean offers = command.op() == Op.OFFER_PLACE || command.op() == Op.EXPIRE_INVITATION;
    if (command.op() == Op.EXPIRE_INVITATION && expired.isEmpty()) {
      find(wish, what + " ends nothing");
    }
    for (ModelInvitation one : model.live()) {
      boolean mayBeOver =
          history.due.getOrDefault(one.id, Long.MAX_VALUE) <= span.to() && !one.waits();
      if (expired.contains(one.id)) {
        if (mayBeOver || (one.waits() && offers && model.isUnfit(one))) {
          one.state = "EXPIRED";
        }
      } else if (!one.waits() && history.over.getOrDefault(one.id, Long.MAX_VALUE) < span.from()) {
        find(wish, what + " leaves invitation " + one.id + ", which has run out");
      }
    }
  }

  /** Whether a command of the sweeper carries out a deadline of the wish or one of its claims. */
  private static boolean hasDeadline(Command command) {
    return command.op() != Op.OFFER_PLACE && command.op() != Op.EXPIRE_INVITATION;
  }

  /** Returns the id whose deadline must have passed for a command of the sweeper. */
  private static String deadline(Command command) {
    return switch (command.op()) {
      case LAPSE, MARK_OVERDUE -> command.claim();
      case ARCHIVE -> "notice " + command.wish();
      default -> command.wish();
    };
  }

  private static Command sweepers(String wish, StoredState.Entry entry) {
    if (!entry.isSweepers()) {
      return null;
    }
    try {
      return new Command(
          Op.valueOf(entry.command()),
          Actor.SWEEPER,
          wish,
          entry.leaf().at("/facts/claim/id").asText(null),
          null,
          Map.of(),
          0);
    } catch (IllegalArgumentException unknown) {
      return null;
    }
  }

  private void changes(ModelWish before, ModelWish after, Span span) {
    for (ModelClaim claim : after.claims.values()) {
      ModelClaim was = before.claims.get(claim.id);
      boolean lived = was != null && was.isLive();
      if (lived != claim.isLive()) {
        quotaChanges.add(new Change(claim.claimant, lived ? -1 : 1, span, after.version));
      }
    }
  }

  private void check(
      String wish,
      String what,
      StoredState.Entry entry,
      Call call,
      ModelWish before,
      ModelWish after,
      List<Move> moves) {
    JsonNode leaf = entry.leaf();
    if (!leaf.at("/transition/from").asText().equals(before.state)
        || !leaf.at("/transition/to").asText().equals(after.state)) {
      find(wish, what + " where the model goes from " + before.state + " to " + after);
    }
    Map<String, Set<String>> changed = new TreeMap<>();
    for (ModelInvitation one : after.invitations.values()) {
      ModelInvitation was = before.invitations.get(one.id);
      if (was == null || !was.state.equals(one.state)) {
        changed.computeIfAbsent(one.state, state -> new TreeSet<>()).add(one.id);
      }
    }
    Map<String, Set<String>> said = new TreeMap<>();
    leaf.at("/facts/invitations")
        .properties()
        .forEach(
            one ->
                one.getValue()
                    .forEach(
                        id ->
                            said.computeIfAbsent(one.getKey(), state -> new TreeSet<>())
                                .add(id.asText())));
    if (!said.equals(changed)) {
      find(wish, what + " changes invitations to " + said + ", in the model to " + changed);
    }
    after.wrong().forEach(wrong -> find(wish, what + " leaves " + wrong + ": " + after));
    Map<String, Long> expected = new TreeMap<>();
    moves.forEach(move -> expected.merge(move.kind(), move.fen(), Long::sum));
    Map<String, Long> recorded = new TreeMap<>();
    for (JsonNode move : leaf.path("postings")) {
      move.path("fenByClaim")
          .properties()
          .forEach(
              one ->
                  recorded.merge(
                      new Move(
                              one.getKey(),
                              move.path("from").asText(),
                              move.path("to").asText(),
                              move.path("form").asText(),
                              0)
                          .kind(),
                      one.getValue().asLong(),
                      Long::sum));
    }
    Map<String, Long> written = new TreeMap<>();
    books
        .postingsByEntry
        .getOrDefault(entry.id(), List.of())
        .forEach(one -> written.merge(one.move().kind(), one.move().fen(), Long::sum));
    if (!recorded.equals(expected) || !written.equals(expected)) {
      find(
          wish,
          what + " moves " + recorded + ", in rows " + written + ", and should move " + expected);
    }
    if (call != null) {
      JsonNode answer = call.body();
      String claim = claimOf(call);
      boolean right =
          answer.path("version").asLong() == entry.version()
              && answer.path("state").asText().equals(after.state)
              && answer.path("wishId").asText().equals(wish)
              && (claim == null
                  || (after.claims.containsKey(claim)
                      && answer.at("/claim/state").asText().equals(after.claims.get(claim).state)));
      if (!right) {
        find(wish, what + " is answered " + answer + " where the model has " + after);
      }
    }
  }

  /**
   * Checks that no claim was accepted while the claimant certainly was at its quota, and that the
   * stored quotas match the live claims.
   */
  private void quotas() {
    byEntry.forEach(
        (entry, call) -> {
          Span span = spans.get(entry);
          if (call.command().op().entry().equals("CLAIM")
              && span != null
              && doubts(span, 0, span).isAtCap(call.command().actor())
                  == UncertainFacts.Answer.YES) {
            find(call.wish(), "one claim too many: " + call);
          }
        });
    Map<String, Long> live = new TreeMap<>();
    lives
        .values()
        .forEach(
            life -> {
              if (!life.isEmpty()) {
                life.getLast().claims.values().stream()
                    .filter(ModelClaim::isLive)
                    .forEach(claim -> live.merge(claim.claimant, 1L, Long::sum));
              }
            });
    Set<String> claimants = new TreeSet<>(live.keySet());
    quotaChanges.forEach(change -> claimants.add(change.claimant()));
    for (String claimant : claimants) {
      long counted = books.quotas.getOrDefault(claimant, 0L);
      if (counted != live.getOrDefault(claimant, 0L)) {
        findings.add(
            claimant + " holds " + live.getOrDefault(claimant, 0L) + ", counted as " + counted);
      }
    }
  }

  // Refused commands ---------------------------------------------------------------------------

  private int refusals() {
    int checked = 0;
    for (Call call : history.calls) {
      if (call.accepted() || call.status() >= 500) {
        continue;
      }
      String refusal = call.refusal();
      if (refusal.equals("IDEMPOTENCY_KEY_REUSED") || refusal.equals("IDEMPOTENCY_IN_FLIGHT")) {
        continue;
      }
      checked++;
      List<ModelWish> life = lives.get(call.wish());
      if (life == null || life.size() != books.entries.get(call.wish()).size()) {
        continue; // The model did not follow this wish's history, which is already a finding.
      }
      long slack = call.command().op().entry().equals("CLAIM") ? MEMORY : 0;
      Span asked = new Span(call.sent(), call.done());
      int first = newestFor(call.wish(), call.sent() - slack);
      int last = newestPerhaps(call.wish(), call.done());
      boolean right = false;
      Map<Long, Set<String>> said = new LinkedHashMap<>();
      for (int i = first; i <= last && !right; i++) {
        Set<String> one = life.get(i).judge(call.command(), doubts(asked, slack, null));
        said.put(life.get(i).version, one);
        right = one.contains(refusal);
      }
      if (!right) {
        find(
            call.wish(),
            "%s is refused for %s, where the model says by version %s: %s; at first %s"
                .formatted(call.command().op(), refusal, said, call, life.get(first)));
      }
    }
    return checked;
  }

  /** Returns the index of the newest version that was certainly committed at a moment. */
  private int newestFor(String wish, long moment) {
    List<StoredState.Entry> entries = books.entries.get(wish);
    int newest = 0;
    for (int i = 0; i < entries.size(); i++) {
      if (spans.get(entries.get(i).id()).to() < moment) {
        newest = i;
      }
    }
    return newest;
  }

  /** Returns the index of the newest version that may have been committed at a moment. */
  private int newestPerhaps(String wish, long moment) {
    List<StoredState.Entry> entries = books.entries.get(wish);
    int newest = 0;
    while (newest + 1 < entries.size()
        && spans.get(entries.get(newest + 1).id()).from() <= moment) {
      newest++;
    }
    return newest;
  }

  // Reads --------------------------------------------------------------------------------------

  /**
   * Checks that each answer matches some version; for staff, the newest at some moment of the
   * request.
   */
  private int reads() {
    int checked = 0;
    for (History.Read read : history.reads) {
      List<ModelWish> life = lives.get(read.wish());
      if (life == null || life.size() != books.entries.get(read.wish()).size()) {
        continue;
      }
      checked++;
      int last = newestPerhaps(read.wish(), read.done());
      int first = read.staff() ? newestFor(read.wish(), read.sent()) : 0;
      if (read.status() == 404) {
        boolean hidden = false;
        for (int i = first; i <= last; i++) {
          hidden |=
              !List.of("OPEN", "CLAIMED", "IN_PROGRESS", "DELIVERED", "FULFILLED", "ARCHIVED")
                  .contains(life.get(i).state);
        }
        if (!hidden || read.staff()) {
          find(read.wish(), "is not found where it should be: " + read);
        }
        continue;
      }
      JsonNode shown = tree(read.text());
      long version = shown.path("version").asLong();
      if (read.status() != 200 || version - 1 < first || version - 1 > last) {
        find(
            read.wish(),
            "shown at version %d, where %d to %d were possible: %s"
                .formatted(version, first + 1, last + 1, read));
        continue;
      }
      String wrong = difference(shown, life.get((int) version - 1));
      if (wrong != null) {
        find(read.wish(), "shown as " + shown + ": " + wrong);
      }
    }
    return checked;
  }

  private static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      throw new IllegalStateException(text, notJson);
    }
  }

  /** Returns where an answer of {@code getWish} differs from the model, or null. */
  private static String difference(JsonNode shown, ModelWish wish) {
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("/state", wish.state);
    expected.put("/claimingClosed", String.valueOf(wish.closed));
    expected.put("/claims/pending", String.valueOf(wish.count("PENDING")));
    expected.put("/claims/active", String.valueOf(wish.active()));
    expected.put("/claims/started", String.valueOf(wish.started()));
    expected.put("/claims/delivered", String.valueOf(wish.delivered()));
    expected.put("/balances/committed", yuan(wish.committed()));
    expected.put("/balances/spent", yuan(wish.spent()));
    expected.put("/balances/returned", yuan(wish.returned()));
    expected.put("/balances/funding", yuan(wish.committed() + wish.spent() + wish.returned()));
    if (wish.capacity.equals("PLACES")) {
      boolean open = wish.state.equals("OPEN") && !wish.closed;
      long free = Math.max(0, wish.places - wish.winners() - wish.held());
      expected.put("/placesFree", String.valueOf(open ? free : 0));
    }
    for (Map.Entry<String, Object> one : expected.entrySet()) {
      if (!shown.at(one.getKey()).asText().equals(one.getValue())) {
        return one.getKey() + " should be " + one.getValue() + " of " + wish;
      }
    }
    return null;
  }

  private static String yuan(long fen) {
    return java.math.BigDecimal.valueOf(fen, 2).toPlainString();
  }

  // Stored rows --------------------------------------------------------------------------------

  /** Checks that the rows match the entries. */
  private void rows(String wish) {
    List<ModelWish> life = lives.get(wish);
    Map<String, Object> row = books.wishes.get(wish);
    if (row == null || life.size() != books.entries.get(wish).size()) {
      find(wish, "its row and its entries do not belong together");
      return;
    }
    ModelWish model = life.getLast();
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("state", model.state);
    expected.put("version", model.version);
    expected.put("claiming_closed", model.closed);
    expected.put("places", model.places);
    expected.put("places_taken", model.winners());
    expected.put("places_held", model.held());
    expected.put("live_invitations", model.live().size());
    expected.put("pending_claims", model.count("PENDING"));
    expected.put("active_claims", model.active());
    expected.put("started_claims", model.started());
    expected.put("delivered_claims", model.delivered());
    expected.put("budget", model.budget == null ? null : yuan(model.budget));
    expected.put("amount_taken", yuan(model.spokenFor));
    expected.put("committed", yuan(model.committed()));
    expected.put("spent", yuan(model.spent()));
    expected.put("returned", yuan(model.returned()));
    expected.put("funding", yuan(model.committed() + model.spent() + model.returned()));
    compare(wish, "its row", row, expected);
    invitations(wish, model);
    List<Map<String, Object>> kept = books.claims.get(wish);
    if (kept.size() != model.claims.size()) {
      find(wish, kept.size() + " claims, where the model has " + model.claims.size());
    }
    for (Map<String, Object> one : kept) {
      String id = org.microwish.platform.Id.text((Long) one.get("id"));
      ModelClaim claim = model.claims.get(id);
      if (claim == null) {
        find(wish, "a claim that no call was answered with: " + one);
        continue;
      }
      Map<String, Object> wanted = new LinkedHashMap<>();
      wanted.put("state", claim.state);
      wanted.put("committed", yuan(claim.committed()));
      wanted.put("spent", yuan(claim.spent()));
      wanted.put("returned", yuan(claim.returned()));
      wanted.put("overdue", claim.overdue);
      wanted.put("extensions", claim.extensions);
      wanted.put("participants", claim.participants.size());
      wanted.put("members", claim.participants.size());
      compare(wish, "claim " + id, one, wanted);
      Map<String, Boolean> marks = new LinkedHashMap<>();
      marks.put("contacted_at", claim.contacted);
      marks.put("assessed_at", claim.assessed);
      marks.put("started_at", claim.started);
      marks.put("delivered_at", claim.delivered);
      marks.put("live_key", claim.isLive());
      marks.put("activated_at", claim.wasActive);
      marks.put("ended_at", !claim.isLive());
      marks.forEach(
          (column, set) -> {
            if ((one.get(column) != null) != set) {
              find(wish, "claim %s has %s %s".formatted(id, column, one.get(column)));
            }
          });
    }
  }

  private void invitations(String wish, ModelWish model) {
    List<Map<String, Object>> rows = books.invitations.get(wish);
    if (rows.size() != model.invitations.size()) {
      find(wish, rows.size() + " invitations, in the model " + model.invitations.size());
    }
    for (Map<String, Object> row : rows) {
      String id = org.microwish.platform.Id.text((Long) row.get("id"));
      ModelInvitation one = model.invitations.get(id);
      if (one == null) {
        find(wish, "an invitation that no call was answered with: " + row);
        continue;
      }
      compare(wish, "invitation " + id, row, Map.of("state", one.state, "reserved", one.reserved));
      if ((row.get("live_key") != null) != one.isLive()
          || (row.get("ended_at") == null) != one.isLive()) {
        find(wish, "an invitation is " + one.state + ": " + row);
      }
    }
  }

  private void compare(
      String wish, String what, Map<String, Object> row, Map<String, Object> expected) {
    expected.forEach(
        (column, value) -> {
          Object found = row.get(column);
          if (!Objects.toString(found).equals(Objects.toString(value))) {
            find(wish, "%s has %s %s, not %s".formatted(what, column, found, value));
          }
        });
  }

  /** Checks that the statistics computed from the leaves match the model. */
  private void figures(String wish) {
    Figures figures = null;
    long index = 0;
    for (StoredState.Entry entry : books.entries.get(wish)) {
      Optional<Figures> after = Fold.apply(figures, index++, entry.typed());
      figures = after.orElseThrow();
    }
    List<ModelWish> life = lives.get(wish);
    if (!(figures instanceof WishFigures folded) || life.isEmpty()) {
      find(wish, "has no figures");
      return;
    }
    ModelWish model = life.getLast();
    MoneyFen money =
        new MoneyFen(
            model.committed() + model.spent() + model.returned(),
            model.committed(),
            model.spent(),
            model.returned());
    Map<String, String> counting = new TreeMap<>();
    for (ModelClaim claim : model.claims.values()) {
      if (claim.is("PENDING", "ACTIVE", "COMPLETED")) {
        counting.put(claim.id, claim.state + " " + claim.participations());
      }
    }
    Map<String, String> counted = new TreeMap<>();
    for (ClaimFigures claim : folded.claims()) {
      if (claim.counts() || claim.state().equals("PENDING")) {
        counted.put(claim.id(), claim.state() + " " + claim.participations().size());
      }
    }
    if (!folded.state().equals(model.state)
        || !folded.money().equals(money)
        || !counted.equals(counting)
        || folded.budgetFen() != (model.budget == null ? 0 : model.budget)) {
      find(
          wish,
          "is folded to %s %s %s, not %s"
              .formatted(folded.state(), folded.money(), counted, model + " " + counting));
    }
  }
}
