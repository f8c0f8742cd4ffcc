package org.microwish.suites.model;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One claim in the model; with the id {@code public} the public funds of a wish. */
final class ModelClaim {
  final String id;
  final String claimant;
  String state;
  final Set<String> participants = new TreeSet<>();

  /** The members who took part in a complete or partial delivery; they count even if they leave. */
  final Set<String> served = new TreeSet<>();

  long asked;
  String askedForm;
  boolean wasActive;
  boolean contacted;
  boolean assessed;
  boolean started;
  boolean delivered;
  boolean overdue;
  int extensions;
  int completeYear;

  /** Sum of the pledges that were not reversed, even if spent or released. */
  long pledged;

  /** Amounts in fen by form. */
  final Map<String, Long> committed = new TreeMap<>();

  final Map<String, Long> spent = new TreeMap<>();
  final Map<String, Long> returned = new TreeMap<>();

  ModelClaim(String id, String claimant, String state) {
    this.id = id;
    this.claimant = claimant;
    this.state = state;
  }

  ModelClaim copy() {
    ModelClaim copy = new ModelClaim(id, claimant, state);
    copy.participants.addAll(participants);
    copy.served.addAll(served);
    copy.asked = asked;
    copy.askedForm = askedForm;
    copy.wasActive = wasActive;
    copy.contacted = contacted;
    copy.assessed = assessed;
    copy.started = started;
    copy.delivered = delivered;
    copy.overdue = overdue;
    copy.extensions = extensions;
    copy.completeYear = completeYear;
    copy.pledged = pledged;
    copy.committed.putAll(committed);
    copy.spent.putAll(spent);
    copy.returned.putAll(returned);
    return copy;
  }

  boolean is(String... states) {
    return Set.of(states).contains(state);
  }

  /** Returns the number of members whose participation counts. */
  int participations() {
    Set<String> all = new TreeSet<>(participants);
    all.addAll(served);
    return all.size();
  }

  boolean isLive() {
    return is("PENDING", "ACTIVE");
  }

  long committed() {
    return sum(committed);
  }

  long spent() {
    return sum(spent);
  }

  long returned() {
    return sum(returned);
  }

  private static long sum(Map<String, Long> byForm) {
    return byForm.values().stream().mapToLong(Long::longValue).sum();
  }

  boolean isBelowZero() {
    return java.util.stream.Stream.of(committed, spent, returned)
        .anyMatch(account -> account.values().stream().anyMatch(fen -> fen < 0));
  }
}
