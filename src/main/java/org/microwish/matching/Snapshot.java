package org.microwish.matching;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.microwish.ledger.LedgerFollower;
import org.microwish.ledger.LedgerReader;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.platform.Pump;
import org.microwish.platform.Pump.Pause;
import org.microwish.platform.sql.Rows;
import org.microwish.platform.sql.Transactions;
import org.microwish.wish.lifecycle.ClaimableFrom;
import org.microwish.wish.lifecycle.WishState;

/**
 * The open wishes in this instance's memory, by street. The entries of the ledger say which wishes
 * have changed; those are read again. No decision depends on the snapshot: whatever is shown is
 * decided on rows.
 */
@ApplicationScoped
class Snapshot implements LedgerReader {

  /** Changes that wait longer than this make the snapshot useless; a reader then asks the rows. */
  private static final Duration BEHIND = Duration.ofSeconds(5);

  /** The least pause between rounds, so that many changes are read with one statement. */
  private static final Duration SHORTEST = Duration.ofMillis(50);

  /** Of the time between two reads of everything, at most one part in so many is for reading. */
  private static final int RELOAD_SHARE = 20;

  private static final Duration LEAST_RELOAD = Duration.ofSeconds(1);
  private static final Duration MOST_RELOAD = Duration.ofMinutes(1);

  private static final int LOAD = 5_000;

  private final ProfileQueries queries;
  private final Transactions transactions;
  private final LedgerFollower ledger;
  private final Pump pump = new Pump("matching-snapshot", this::round);
  private final Set<Long> changed = ConcurrentHashMap.newKeySet();

  /** Read by many threads; changed by the pump only. */
  private final Map<String, OpenWishes> streets = new ConcurrentHashMap<>();

  /** The street of each open wish; used by the pump only. */
  private final Map<Long, String> places = new HashMap<>();

  private volatile long seenSize = -1;
  private volatile long treeSize = -1;
  private volatile boolean loaded;
  private volatile boolean stale = true;
  private volatile long waitingSince;
  private long loadedAt;

  /** The pause after the last read of everything before the next one. */
  private Duration reloadPause = Duration.ZERO;

  Snapshot(ProfileQueries queries, Transactions transactions, LedgerFollower ledger) {
    this.queries = queries;
    this.transactions = transactions;
    this.ledger = ledger;
  }

  void start(@Observes StartupEvent event) {
    pump.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    pump.stop();
  }

  void changed(@Observes LedgerFollower.Changed event) {
    for (LedgerFollower.Aggregate aggregate : event.aggregates()) {
      switch (aggregate.type()) {
        case WISH -> Id.parse(aggregate.id()).ifPresent(id -> changed.add(id.value()));
        // These change wishes that they do not name.
        case DIVISION, HOLD, ERASURE -> stale = true;
        default -> {}
      }
    }
    if (waitingSince == 0) {
      waitingSince = System.nanoTime() | 1;
    }
    pump.wake();
  }

  void grown(@Observes LedgerFollower.Grown grown) {
    seenSize = grown.treeSize();
    pump.wake();
  }

  /** Returns the number of leaves whose changes the snapshot includes; -1 before the first load. */
  @Override
  public long treeSize() {
    return treeSize;
  }

  /** Whether the snapshot can be used: it is loaded, and no change waits for long. */
  boolean isCurrent() {
    long since = waitingSince;
    return loaded
        && ledger.isCurrent()
        && (since == 0 || System.nanoTime() - since < BEHIND.toNanos());
  }

  /**
   * Returns the open wishes that a claimant with these divisions could claim: those of its streets,
   * and all of streets with wishes for anybody. Whole streets, so some cannot be claimed.
   */
  List<OpenWishes> around(Set<String> paths) {
    Set<String> own = new HashSet<>();
    paths.forEach(path -> own.add(street(path)));
    List<OpenWishes> found = new ArrayList<>();
    streets.forEach(
        (street, wishes) -> {
          if (wishes.anywhere() || own.stream().anyMatch(street::startsWith)) {
            found.add(wishes);
          }
        });
    return found;
  }

  /** Returns the newest open wishes of the streets, and of those for anybody, from the rows. */
  List<OpenWishes> read(Set<String> paths, int most) {
    Set<String> own = new HashSet<>();
    paths.stream().map(DivisionCode::streetPath).filter(Objects::nonNull).forEach(own::add);
    Stream<OpenWish> near =
        own.isEmpty() ? Stream.of() : queries.openOf(WishState.OPEN, own, most).stream();
    Stream<OpenWish> all = queries.openFor(WishState.OPEN, ClaimableFrom.ANYWHERE, most).stream();
    return List.of(OpenWishes.of(Stream.concat(near, all).toList()));
  }

  private Pause round() {
    long size = Math.max(seenSize, ledger.treeSize());
    long since = waitingSince;
    boolean reload = stale && (!loaded || System.nanoTime() - loadedAt > reloadPause.toNanos());
    if (reload) {
      stale = false;
      try {
        load();
      } catch (RuntimeException failed) {
        stale = true;
        throw failed;
      }
    }
    // Taken out first: a wish that changes during the read is then read again in the next round.
    List<Long> ids = List.copyOf(changed);
    ids.forEach(changed::remove);
    try {
      readAgain(ids);
    } catch (RuntimeException failed) {
      changed.addAll(ids);
      throw failed;
    }
    if (stale) {
      // Something changed that names no wish, and it is too early to read everything again.
      return new Pause(SHORTEST, LEAST_RELOAD);
    }
    if (waitingSince == since) {
      waitingSince = 0;
    }
    // Looked at after that: a change between the two then either sees the 0 or is seen here.
    if (!changed.isEmpty() || stale) {
      waitingSince = System.nanoTime() | 1;
    }
    treeSize = size;
    return new Pause(SHORTEST, Duration.ofSeconds(60));
  }

  private void readAgain(List<Long> ids) {
    for (List<Long> some : Rows.chunks(ids)) {
      Map<Long, OpenWish> open = new HashMap<>();
      transactions
          .call(() -> queries.openAmong(WishState.OPEN, some))
          .forEach(wish -> open.put(wish.id(), wish));
      apply(some, open);
    }
  }

  private void load() {
    long begun = System.nanoTime();
    Map<String, Collection<OpenWish>> found = new HashMap<>();
    Map<Long, String> where = new HashMap<>();
    long after = 0;
    List<OpenWish> some;
    do {
      long from = after;
      some = transactions.call(() -> queries.openAfter(WishState.OPEN, from, LOAD));
      for (OpenWish wish : some) {
        String street = street(wish.divisionPath());
        found.computeIfAbsent(street, _ -> new ArrayList<>()).add(wish);
        where.put(wish.id(), street);
        after = wish.id();
      }
    } while (some.size() == LOAD);
    found.forEach((street, wishes) -> streets.put(street, OpenWishes.of(wishes)));
    streets.keySet().retainAll(found.keySet());
    places.clear();
    places.putAll(where);
    loadedAt = System.nanoTime();
    reloadPause =
        Pump.fair(Duration.ofNanos(loadedAt - begun), RELOAD_SHARE, LEAST_RELOAD, MOST_RELOAD);
    loaded = true;
  }

  private void apply(List<Long> ids, Map<Long, OpenWish> open) {
    Map<String, Map<Long, OpenWish>> changes = new HashMap<>();
    for (Long id : ids) {
      OpenWish wish = open.get(id);
      String before = places.remove(id);
      if (before != null) {
        changes.computeIfAbsent(before, _ -> new HashMap<>()).put(id, null);
      }
      if (wish != null) {
        String street = street(wish.divisionPath());
        places.put(id, street);
        changes.computeIfAbsent(street, _ -> new HashMap<>()).put(id, wish);
      }
    }
    changes.forEach(
        (street, some) ->
            streets.compute(
                street, (_, wishes) -> (wishes == null ? OpenWishes.none() : wishes).with(some)));
  }

  /** Returns the path of the street; a path above a street is its own. */
  private static String street(String path) {
    String street = DivisionCode.streetPath(path);
    return street == null ? path : street;
  }
}
