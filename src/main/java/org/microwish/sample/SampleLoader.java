package org.microwish.sample;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.EvidenceService.Deposit;

/**
 * Loads the sample street into an empty database, batch by batch, each in a transaction that also
 * counts it. So a load that was cut off goes on where it stopped, and several that run at once, in
 * one process or many, take turns.
 */
@ApplicationScoped
public class SampleLoader {

  private final LoadState state;
  private final SampleWriter writer;
  private final Transactions transactions;

  SampleLoader(LoadState state, SampleWriter writer, Transactions transactions) {
    this.state = state;
    this.writer = writer;
    this.transactions = transactions;
  }

  /** How a load ended. */
  public enum Outcome {
    /** All of the street is on record, and this load wrote at least a part of it. */
    LOADED,
    /** All of the street was on record before. */
    ALREADY_LOADED,
    /** It was told to stop; the next load goes on from there. */
    STOPPED,
    /** Refused: the database holds data that is not of the sample. */
    NOT_EMPTY,
    /**
     * Refused: a load of another release's street was cut off, and this one cannot go on with it.
     */
    OTHER_RELEASE
  }

  /**
   * How far a load is.
   *
   * @param entries ledger entries of the batches done
   * @param of ledger entries of the whole street
   */
  public record Progress(int entries, int of) {

    /** Full per cent. */
    public int percent() {
      return (int) (100L * entries / of);
    }
  }

  /**
   * Loads, or goes on with what a load before has left.
   *
   * @param progress is told after each batch
   * @param stop asked before each batch
   */
  public Outcome load(Consumer<Progress> progress, BooleanSupplier stop) {
    SampleStreet street = SampleStreet.plan();
    List<SampleBatch> batches = SampleBatch.of(street);
    return switch (state.begin(street.fingerprint(), batches.size())) {
      case BEGUN, UNFINISHED -> load(batches, progress, stop);
      case FINISHED -> Outcome.ALREADY_LOADED;
      case OTHER_PLAN -> Outcome.OTHER_RELEASE;
      case OTHER_DATA -> Outcome.NOT_EMPTY;
    };
  }

  private Outcome load(
      List<SampleBatch> batches, Consumer<Progress> progress, BooleanSupplier stop) {
    int[] entries = new int[batches.size() + 1];
    for (int i = 0; i < batches.size(); i++) {
      entries[i + 1] = entries[i] + batches.get(i).entries();
    }
    int at = state.done();
    Map<String, Long> known = new HashMap<>();
    while (at < batches.size()) {
      if (stop.getAsBoolean()) {
        return Outcome.STOPPED;
      }
      // Where another instance did this batch, see how far it came, and join in.
      at = write(batches.get(at), at, known) ? at + 1 : state.done();
      progress.accept(new Progress(entries[at], entries[batches.size()]));
    }
    return Outcome.LOADED;
  }

  /**
   * Writes one batch, unless it is not the next one any more.
   *
   * @param known ids by plan key, as far as this load has come across them; grows
   */
  private boolean write(SampleBatch batch, int index, Map<String, Long> known) {
    List<Deposit> deposits = writer.deposits(batch);
    while (true) {
      try {
        return transactions.call(() -> writeNext(batch, index, known, deposits));
      } catch (ProblemException busy) {
        // Another instance holds the lock for longer than a statement may wait.
        if (busy.type() != ProblemType.BUSY) {
          throw busy;
        }
      }
    }
  }

  private boolean writeNext(
      SampleBatch batch, int index, Map<String, Long> known, List<Deposit> deposits) {
    if (state.lock() != index) {
      return false;
    }
    Set<String> missing = new HashSet<>(batch.needs());
    missing.removeAll(known.keySet());
    known.putAll(state.ids(missing));
    Map<String, Long> made = writer.write(batch, known, deposits);
    state.advance(index + 1, made);
    return true;
  }
}
