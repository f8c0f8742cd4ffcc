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
 * The open wishes in this instance's memory, by street. When a ledger entry changes a wish, the
 * wish is read again. No decision depends on the snapshot: before a wish is shown, the rules decide
 * on its current row.
 */
@ApplicationScoped
class Snapshot implements LedgerReader {

  /**
   * If changes have waited longer than this to be read, the snapshot is not used, and readers query
   * the database.
   */
  private static final Duration BEHIND = Duration.ofSeconds(5);

  /** Minimum pause between rounds, so that one statement reads many changes. */
  private static final Duration SHORTEST = Duration.ofMillis(50);

  /** Reading all wishes again takes at most 1/{@value} of the time. */
  private static final int RELOAD_SHARE = 20;

  private static final Duration LEAST_RELOAD = Duration.ofSeconds(1);
  private static final Duration MOST_RELOAD = Duration.ofMinutes(1);

  private static final int LOAD = 5_000;

  private final ProfileQueries queries;
  private final Transactions transactions;
  private final LedgerFollower ledger;
  private final Pump pump = new Pump("matching-snapshot", this::round);
  private final Set<Long> changed = ConcurrentHashMap.newKeySet();

  /** The open wishes by street. Many threads read the map; only the pump changes it. */
  private final Map<String, OpenWishes> streets = new ConcurrentHashMap<>();

  /** The street of each open wish; used by the pump only. */
  private final Map<Long, String> places = new HashMap<>();

  private volatile long seenSize = -1;
  private volatile long treeSize = -1;
  private volatile boolean loaded;
  private volatile boolean stale = true;
  private volatile long waitingSince;
  private long loadedAt;

  /** Minimum pause between the last complete read and the next. */
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
        // Entries of these types change wishes without naming them: read all wishes again.
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

  /** Returns true if the snapshot is loaded and no change has waited for too long to be read. */
  boolean isCurrent() {
    long since = waitingSince;
    return loaded
        && ledger.isCurrent()
        && (since == 0 || System.nanoTime() - since < BEHIND.toNanos());
  }

  /**
   * Returns the open wishes of the streets that contain the given divisions, and of every street
   * with a wish that claimants of any street may claim. The result contains whole streets, so the
   * claimant cannot claim some of its wishes.
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

  /**
   * Reads from the database the newest open wishes of the streets that contain the given divisions,
   * and the newest wishes that claimants of any street may claim; at most {@code most} of each.
   */
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
    // Remove the ids before reading: if a wish changes during the read, its id is added again, and
    // the next round reads the wish.
    List<Long> ids = List.copyOf(changed);
    ids.forEach(changed::remove);
    try {
      readAgain(ids);
    } catch (RuntimeException failed) {
      changed.addAll(ids);
      throw failed;
    }
    if (stale) {
      // An entry changed wishes without naming them, and it is too early to read all wishes again.
      return new Pause(SHORTEST, LEAST_RELOAD);
    }
    if (waitingSince == since) {
      waitingSince = 0;
    }
    // Check after the reset: a change that arrives in between either sees 0 and sets the time, or
    // is found here.
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

  /** Returns the path of the street that contains the path; a path above street level itself. */
  private static String street(String path) {
    String street = DivisionCode.streetPath(path);
    return street == null ? path : street;
  }
}
