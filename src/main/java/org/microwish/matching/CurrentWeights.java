package org.microwish.matching;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32;
import org.microwish.caller.Caller;
import org.microwish.ledger.EntryDraft;
import org.microwish.ledger.EventTime;
import org.microwish.ledger.Ledger;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.leaf.Transition;
import org.microwish.matching.score.Term;
import org.microwish.matching.score.Weights;
import org.microwish.platform.Ids;
import org.microwish.platform.Pump;
import org.microwish.platform.Pump.Pause;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.Pseudonyms;
import org.microwish.wish.WishConfig;
import org.microwish.wish.lifecycle.ClaimantType;

/**
 * The configured weights. Their version is a checksum of the complete configuration of the score,
 * so instances with the same configuration have the same version. Before an instance's first
 * ranking, it writes a ledger entry if the last entry has other weights. Each instance does so only
 * once, so that instances with different weights do not write entries in turn for ever.
 */
@ApplicationScoped
public class CurrentWeights {

  /** The id of the weights in leaves. */
  static final String ID = "matching";

  private static final String CONFIGURED = "CONFIGURED";

  private static final Pause DONE = Pause.exactly(Duration.ofDays(1));

  private final Weights weights;
  private final Map<String, Object> facts;
  private final Ledger ledger;
  private final Transactions transactions;
  private final Pseudonyms pseudonyms;
  private final Ids ids;
  private final Time time;
  private final AtomicBoolean needed = new AtomicBoolean();
  private final AtomicBoolean recorded = new AtomicBoolean();
  private final Pump pump = new Pump("matching-weights", this::round);

  CurrentWeights(
      MatchingConfig config,
      WishConfig claims,
      Ledger ledger,
      Transactions transactions,
      Pseudonyms pseudonyms,
      Ids ids,
      Time time) {
    this.ledger = ledger;
    this.transactions = transactions;
    this.pseudonyms = pseudonyms;
    this.ids = ids;
    this.time = time;
    Map<Term, Integer> configured = new Weights(0, config.weights()).points();
    Map<String, Object> points = new TreeMap<>();
    configured.forEach((term, weight) -> points.put(term.name(), weight.longValue()));
    Map<String, Object> limits =
        Map.of(
            ClaimantType.MEMBER.name(), (long) claims.memberClaims(),
            ClaimantType.ORGANISATION.name(), (long) claims.organisationClaims());
    CRC32 sum = new CRC32();
    for (Term term : Term.values()) {
      // Include the range: a release that computes a term differently gives other points with the
      // same weight.
      add(sum, term + "=" + configured.get(term) + " " + term.range());
    }
    add(sum, claims.memberClaims() + " " + claims.organisationClaims());
    weights = new Weights(sum.getValue(), configured);
    facts =
        Map.of("weights", Map.of("version", weights.version(), "points", points, "limits", limits));
  }

  private static void add(CRC32 sum, String line) {
    sum.update((line + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  /** Returns the weights for a ranking; at the first call, begins to record them in the ledger. */
  public Weights get() {
    if (needed.compareAndSet(false, true)) {
      pump.start();
    }
    return weights;
  }

  /** Returns the weights without recording them in the ledger. */
  public Weights configured() {
    return weights;
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    pump.stop();
  }

  /** Records the weights once; after a failure, the pump repeats this after a second. */
  Pause round() {
    if (recorded.get()) {
      return DONE;
    }
    try {
      transactions.run(this::record);
    } catch (RuntimeException failed) {
      if (Transactions.isDuplicate(failed)) {
        // Another instance has just written an entry, perhaps with the same weights: look again.
        return Pause.NONE;
      }
      throw failed;
    }
    recorded.set(true);
    return DONE;
  }

  private void record() {
    Leaf last = ledger.at(AggregateType.WEIGHTS, List.of(ID), Instant.MAX).get(ID);
    if (last != null && last.facts().equals(facts)) {
      return;
    }
    EventTime when =
        EventTime.of(Caller.SYSTEM, null, last == null ? null : last.occurredAt(), time.now());
    ledger.append(
        new EntryDraft(
            ids.next(),
            EntryType.WEIGHTS_CONFIGURED,
            AggregateType.WEIGHTS,
            ID,
            last == null ? 1 : last.version() + 1,
            pseudonyms.actor(Caller.SYSTEM, 0),
            when.occurredAt(),
            when.recordedAt(),
            new Transition("CONFIGURE", last == null ? null : CONFIGURED, CONFIGURED),
            facts,
            List.of(),
            List.of(),
            null,
            null));
  }
}
