package org.microwish.sample;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Loads the sample street into an empty database. Each batch of lines is one transaction, which
 * also notes that the batch is done. So a load that was cut off goes on where it stopped, and
 * several that run at once, in one process or many, share the work.
 */
@ApplicationScoped
public class SampleLoader {

  /** Batches written at once: while some wait for the database, others compute. */
  private static final int WORKERS = 3;

  /** Files whose batches are written some at a time. */
  private static final Set<String> TOGETHER = Set.of("wishes", "groups", "subgroups");

  private final LoadState state;
  private final SampleParty party;
  private final SampleWishes wishes;
  private final SampleGroups groups;
  private final Transactions transactions;

  SampleLoader(
      LoadState state,
      SampleParty party,
      SampleWishes wishes,
      SampleGroups groups,
      Transactions transactions) {
    this.state = state;
    this.party = party;
    this.wishes = wishes;
    this.groups = groups;
    this.transactions = transactions;
  }

  /** How a load ended. */
  public enum Outcome {
    /** All of the street is on record, and this load wrote at least a part of it. */
    LOADED("The sample street is on record."),
    /** All of the street was on record before. */
    ALREADY_LOADED("The sample street is on record already; nothing was done."),
    /** It was told to stop. */
    STOPPED("The sample street is not whole; the next load goes on with it."),
    /** Refused: the database holds data that is not of the sample. */
    NOT_EMPTY(
        "The sample street is not loaded: the database holds other data, and it is loaded into an"
            + " empty database only."),
    /** Refused: a load of other files was cut off, and this release cannot go on with it. */
    OTHER_RELEASE(
        "The sample street is not whole, and another release of the program began to load it:"
            + " start anew with an empty database.");

    private final String sentence;

    Outcome(String sentence) {
      this.sentence = sentence;
    }

    /** What to tell the operator. */
    public String sentence() {
      return sentence;
    }
  }

  /**
   * How far a load is.
   *
   * @param entries ledger entries that are on record
   * @param of ledger entries of the whole street
   */
  public record Progress(int entries, int of) {

    /** Full per cent. */
    public int percent() {
      return (int) (100L * entries / of);
    }
  }

  /**
   * What one transaction writes.
   *
   * @param file whose lines it has
   * @param name of the batch, the same in every load
   * @param entries ledger entries
   * @param write takes the ids of the rows on record by key and answers those of the new ones
   */
  private record Batch(
      String file,
      String name,
      int entries,
      Function<Map<String, Long>, Map<String, Long>> write) {}

  /**
   * Loads, or goes on with what a load before has left.
   *
   * @param progress is told after each batch
   * @param stop asked before each batch
   */
  public Outcome load(Consumer<Progress> progress, BooleanSupplier stop) {
    SampleStreet street = SampleStreet.read();
    return state.begin(street.fingerprint()).orElseGet(() -> load(parts(street), progress, stop));
  }

  /** The batches: those of one part need rows of the parts before it, and not each other's. */
  private List<List<Batch>> parts(SampleStreet street) {
    return List.of(
        part(
            "subcategories",
            street.subcategories(),
            line -> "all",
            (lines, ids) -> party.configure(lines)),
        part(
            "divisions",
            street.divisions(),
            line -> "all",
            (lines, ids) -> party.recordDivisions(lines)),
        part(
            "organisations",
            street.organisations(),
            SampleStreet.Organisation::occurredAt,
            (lines, ids) -> party.recordOrganisations(lines)),
        part("members", street.members(), SampleStreet.Member::occurredAt, party::recordMembers),
        part("check-ins", street.checkIns(), SampleStreet.CheckIn::occurredAt, party::checkIn),
        part("revocations", street.revocations(), line -> "all", party::revoke),
        part("wishes", street.wishes(), SampleStreet.Step::wish, wishes::run),
        part("groups", groups(street, false), SampleStreet.GroupStep::group, groups::run),
        part("subgroups", groups(street, true), SampleStreet.GroupStep::group, groups::run));
  }

  /** The commands on those groups that are part of another, or of none. */
  private static List<SampleStreet.GroupStep> groups(SampleStreet street, boolean ofAnother) {
    Set<String> parts =
        street.groups().stream()
            .filter(step -> step.parent() != null)
            .map(SampleStreet.GroupStep::group)
            .collect(Collectors.toSet());
    return street.groups().stream()
        .filter(step -> parts.contains(step.group()) == ofAnother)
        .toList();
  }

  private static <T> List<Batch> part(
      String file,
      List<T> lines,
      Function<T, Object> batch,
      BiFunction<List<T>, Map<String, Long>, Map<String, Long>> write) {
    Map<Object, List<T>> batches =
        lines.stream()
            .collect(Collectors.groupingBy(batch, LinkedHashMap::new, Collectors.toList()));
    return batches.entrySet().stream()
        .map(
            each ->
                new Batch(
                    file,
                    file + " " + each.getKey(),
                    each.getValue().size(),
                    ids -> write.apply(each.getValue(), ids)))
        .toList();
  }

  private Outcome load(List<List<Batch>> parts, Consumer<Progress> progress, BooleanSupplier stop) {
    int of = parts.stream().flatMap(List::stream).mapToInt(Batch::entries).sum();
    Map<String, Long> ids = new ConcurrentHashMap<>();
    for (List<Batch> part : parts) {
      // Looks again after the last batch: another instance may not have come to its end with one.
      while (true) {
        LoadState.Done done = state.done();
        ids.putAll(done.ids());
        List<Batch> left =
            part.stream().filter(batch -> !done.batches().contains(batch.name())).toList();
        if (left.isEmpty()) {
          break;
        }
        AtomicInteger entries = new AtomicInteger(done.entries());
        // Bulk commands lock organisations that the next one needs, too.
        forEach(
            left,
            TOGETHER.contains(part.getFirst().file()) ? WORKERS : 1,
            stop,
            batch -> {
              if (write(batch, ids)) {
                synchronized (entries) {
                  progress.accept(new Progress(entries.addAndGet(batch.entries()), of));
                }
              }
            });
        if (stop.getAsBoolean()) {
          return Outcome.STOPPED;
        }
      }
    }
    state.finish();
    return Outcome.LOADED;
  }

  /** Takes all batches, some at a time, until one fails or the load is told to stop. */
  private static void forEach(
      List<Batch> batches, int atOnce, BooleanSupplier stop, Consumer<Batch> taken) {
    AtomicBoolean failed = new AtomicBoolean();
    Consumer<Batch> guarded =
        batch -> {
          if (failed.get() || stop.getAsBoolean()) {
            return;
          }
          try {
            taken.accept(batch);
          } catch (RuntimeException thrown) {
            failed.set(true);
            throw thrown;
          }
        };
    try (ExecutorService workers =
        Executors.newFixedThreadPool(
            atOnce, Thread.ofPlatform().name("sample-", 1).daemon().factory())) {
      CompletableFuture.allOf(
              batches.stream()
                  .map(batch -> CompletableFuture.runAsync(() -> guarded.accept(batch), workers))
                  .toArray(CompletableFuture<?>[]::new))
          .join();
    }
  }

  /**
   * Writes a batch, unless another instance does or has done it.
   *
   * @param ids grows by the new rows
   */
  private boolean write(Batch batch, Map<String, Long> ids) {
    try {
      Optional<Map<String, Long>> made =
          transactions.call(
              () ->
                  state.take(batch.name(), batch.entries())
                      ? Optional.of(state.keep(batch.write().apply(ids)))
                      : Optional.empty());
      made.ifPresent(ids::putAll);
      return made.isPresent();
    } catch (ProblemException busy) {
      // Another instance is at it for longer than a statement may wait.
      if (busy.type() != ProblemType.BUSY) {
        throw busy;
      }
      return false;
    }
  }
}
