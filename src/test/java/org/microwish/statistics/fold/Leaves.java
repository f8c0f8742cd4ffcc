package org.microwish.statistics.fold;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.microwish.ledger.EntryDraft;
import org.microwish.ledger.leaf.Actor;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.leaf.MoneyMove;
import org.microwish.ledger.leaf.Transition;
import org.microwish.platform.Id;

/**
 * Builds a ledger for a test: entries as the services draft them, in leaf order. Versions are
 * assigned automatically; a transition without a new state keeps the state.
 */
public final class Leaves {

  private static final Actor SOMEBODY = new Actor("system", null, "SYSTEM");

  /** The drafts so far; a draft's index is its leaf index. */
  public final List<EntryDraft> drafts = new ArrayList<>();

  /** Recording time of the next entries; null to use the time of the event. */
  public Instant recordedAt;

  private final LongSupplier ids;
  private final Map<String, Long> versions = new HashMap<>();
  private final Map<String, String> states = new HashMap<>();

  /** Uses ids from 1, for tests without a database. */
  public Leaves() {
    this(
        new LongSupplier() {
          private long last;

          @Override
          public long getAsLong() {
            return ++last;
          }
        });
  }

  /** Uses the given ids. */
  public Leaves(LongSupplier ids) {
    this.ids = ids;
  }

  /** Returns an instant from Shanghai local time, such as {@code 2022-02-01T09:00}. */
  public static Instant at(String local) {
    return LocalDateTime.parse(local).atZone(Shanghai.ZONE).toInstant();
  }

  /** Returns the index of the next leaf. */
  public long next() {
    return drafts.size();
  }

  /** Adds a leaf. */
  public Leaves add(
      AggregateType type,
      String id,
      EntryType entry,
      Instant at,
      String to,
      Map<String, Object> facts,
      MoneyMove... moves) {
    String key = type + id;
    String from = states.get(key);
    String after = to == null ? from : to;
    states.put(key, after);
    drafts.add(
        new EntryDraft(
            ids.getAsLong(),
            entry,
            type,
            id,
            versions.merge(key, 1L, Long::sum),
            SOMEBODY,
            at,
            recordedAt == null ? at : recordedAt,
            new Transition(entry.name(), from, after),
            facts,
            Arrays.asList(moves),
            List.of(),
            null,
            null));
    return this;
  }

  /** Adds a leaf of a wish. */
  public Leaves wish(
      String id,
      EntryType entry,
      String at,
      String to,
      Map<String, Object> facts,
      MoneyMove... moves) {
    return add(AggregateType.WISH, id, entry, at(at), to, facts, moves);
  }

  /** Creates and publishes a wish at the same time. */
  public Leaves published(String id, CountedKind kind, String community, String at) {
    return wish(id, EntryType.WISH_CREATED, at, "DRAFT", Map.of("wish", described(kind, community)))
        .wish(id, EntryType.WISH_PUBLISHED, at, "OPEN", Map.of("round", 1));
  }

  /**
   * Adds a claim of the first member, which needs no approval; all given members take part in it.
   */
  public Leaves claimed(
      String id, String claim, String organisation, String at, String... members) {
    return wish(
        id,
        EntryType.CLAIM_REQUESTED,
        at,
        "CLAIMED",
        Map.of(
            "claim", claim(claim, "MEMBER", members[0], organisation, List.of(members)),
            "claims", Map.of("ACTIVE", List.of(claim))));
  }

  /** Adds a claim of an organisation in its own name, which needs no approval. */
  public Leaves claimedBy(
      String id, String claim, String organisation, String at, String... members) {
    return wish(
        id,
        EntryType.CLAIM_REQUESTED,
        at,
        "CLAIMED",
        Map.of(
            "claim", claim(claim, "ORGANISATION", organisation, organisation, List.of(members)),
            "claims", Map.of("ACTIVE", List.of(claim))));
  }

  /** Adds a confirmation that completes claims. */
  public Leaves confirmed(String id, String at, int rating, String by, String... claims) {
    return wish(
        id,
        EntryType.WISH_CONFIRMED,
        at,
        "FULFILLED",
        Map.of(
            "claims", Map.of("COMPLETED", List.of(claims)),
            "confirmation", Map.of("by", by, "rating", rating)));
  }

  /** Returns the fact {@code wish}. */
  public static Map<String, Object> described(CountedKind kind, String community) {
    Map<String, Object> wish = new LinkedHashMap<>();
    wish.put("kind", kind.name());
    wish.put("category", "SERVICE");
    wish.put("channel", "GRID_WORKER");
    wish.put("community", community);
    return wish;
  }

  /** Returns a copy of the fact {@code wish} with one value changed. */
  public static Map<String, Object> with(Map<String, Object> wish, String name, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(wish);
    changed.put(name, value);
    return changed;
  }

  /** Returns the fact {@code claim}. */
  public static Map<String, Object> claim(
      String id, String type, String claimant, String organisation, List<String> participants) {
    return Map.of(
        "id", id,
        "claimant", Map.of("type", type, "id", claimant),
        "organisation", organisation,
        "participants", participants);
  }

  /** Returns a money move between accounts of one claim, or of {@link MoneyMove#NO_CLAIM}. */
  public static MoneyMove move(String from, String to, String claim, long fen) {
    return new MoneyMove(from, to, "CASH", Map.of(claim, fen));
  }

  /** Returns the leaf of a draft, as read from its stored bytes. */
  public static Leaf leaf(EntryDraft draft) {
    return Leaf.parse(
        new Leaf(
                Id.text(draft.entryId()),
                draft.type(),
                draft.aggregateType(),
                draft.aggregateId(),
                draft.version(),
                draft.actor(),
                draft.occurredAt(),
                draft.recordedAt(),
                draft.transition(),
                draft.facts(),
                draft.postings(),
                draft.commitments())
            .bytes());
  }

  /** Folds all leaves in order and returns the figures by aggregate. */
  public Map<String, Figures> fold() {
    Map<String, Figures> figures = new LinkedHashMap<>();
    for (int index = 0; index < drafts.size(); index++) {
      Leaf leaf = leaf(drafts.get(index));
      String key = leaf.aggregateType() + leaf.aggregateId();
      Optional<Figures> after = Fold.apply(figures.get(key), index, leaf);
      after.ifPresent(it -> figures.put(key, it));
    }
    return figures;
  }

  /** Returns the statistics of all leaves. */
  public Statistics statistics() {
    Statistics statistics = new Statistics();
    statistics.putAll(fold().values());
    return statistics;
  }

  /** Returns the current figures of a wish. */
  public WishFigures figures(String wish) {
    return (WishFigures) fold().get(AggregateType.WISH + wish);
  }
}
