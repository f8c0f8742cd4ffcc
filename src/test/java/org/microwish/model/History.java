package org.microwish.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What was sent and answered in one run, and what was done behind the service's back. */
final class History {

  /**
   * A read and its answer.
   *
   * @param staff whether it came from staff, whose reads are never old
   */
  record Read(String wish, boolean staff, long sent, long done, int status, String text) {}

  /** A time in which the sweeper worked because we asked it to. */
  record Sweep(long from, long to) {}

  final long seed;
  final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  final Queue<Read> reads = new ConcurrentLinkedQueue<>();
  final Queue<Sweep> sweeps = new ConcurrentLinkedQueue<>();

  /** When dates of a wish or claim were first moved into the past, by id. */
  final Map<String, Long> due = new ConcurrentHashMap<>();

  /** Both clocks at one moment, to compare what was recorded with what was sent. */
  final long nanos;

  final java.time.Instant wall;

  History(long seed) {
    this.seed = seed;
    this.nanos = System.nanoTime();
    this.wall = java.time.Instant.now();
  }

  /** The moment of this JVM's clock. */
  long at(java.time.Instant time) {
    return nanos + java.time.Duration.between(wall, time).toNanos();
  }

  /** The wishes that came into being, with the call that made each. */
  Map<String, Call> wishes() {
    Map<String, Call> wishes = new HashMap<>();
    for (Call call : calls) {
      if (call.command().op() == Op.CREATE && call.accepted()) {
        wishes.merge(call.wish(), call, (a, b) -> a.done() < b.done() ? a : b);
      }
    }
    return wishes;
  }

  /** The calls on a wish in the order in which they were sent. */
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
