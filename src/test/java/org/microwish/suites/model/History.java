package org.microwish.suites.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The requests and answers of one run, and the direct changes in the database. */
final class History {

  /**
   * A read and its answer.
   *
   * @param staff whether a staff member sent it; such reads never return outdated data
   */
  record Read(String wish, boolean staff, long sent, long done, int status, String text) {}

  /** A period in which the test ran the sweeper. */
  record Sweep(long from, long to) {}

  final long seed;
  final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  final Queue<Read> reads = new ConcurrentLinkedQueue<>();
  final Queue<Sweep> sweeps = new ConcurrentLinkedQueue<>();

  /**
   * When a date of a wish, claim or invitation was first moved into the past: by its id, or by
   * {@code notice} and the wish's id.
   */
  final Map<String, Long> due = new ConcurrentHashMap<>();

  /** The time from which an invitation had certainly expired, by its id. */
  final Map<String, Long> over = new ConcurrentHashMap<>();

  /** All possible claimants, by type and id. */
  final Map<String, Actor> claimants = new ConcurrentHashMap<>();

  /** The ids of the wishes with a moved date, of the wish itself or of one of its claims. */
  final Set<String> moved = ConcurrentHashMap.newKeySet();

  /** Both clocks at the same moment, to convert recorded times to {@link System#nanoTime()}. */
  final long nanos;

  final java.time.Instant wall;

  History(long seed) {
    this.seed = seed;
    this.nanos = System.nanoTime();
    this.wall = java.time.Instant.now();
  }

  /** Converts a wall-clock time to {@link System#nanoTime()}. */
  long at(java.time.Instant time) {
    return nanos + java.time.Duration.between(wall, time).toNanos();
  }

  /**
   * Returns the created wishes, each with its accepted CREATE call; if the command was repeated,
   * with the call that was answered first.
   */
  Map<String, Call> wishes() {
    Map<String, Call> wishes = new HashMap<>();
    for (Call call : calls) {
      if (call.command().op() == Op.CREATE && call.accepted()) {
        wishes.merge(call.wish(), call, (a, b) -> a.done() < b.done() ? a : b);
      }
    }
    return wishes;
  }

  /** Returns the calls on a wish in the order of sending. */
  List<Call> of(String wish) {
    List<Call> found = new ArrayList<>();
    for (Call call : calls) {
      if (wish.equals(call.wish())) {
        found.add(call);
      }
    }
    found.sort(Comparator.comparingLong(Call::sent));
    return found;
  }
}
