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
 * also marks the batch as done. So an interrupted load continues where it stopped, and concurrent
 * loads, in one process or several, share the work.
 */
@ApplicationScoped
public class SampleLoader {

  /**
   * How many batches one load writes concurrently, in the parts in {@link #TOGETHER}: while some
   * batches wait for the database, others compute.
   */
  private static final int WORKERS = 3;

  /** The names of the parts whose batches may be written concurrently. */
  private static final Set<String> TOGETHER =
      Set.of("wishes", "current wishes", "groups", "subgroups");

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

  /** The result of a load. */
  public enum Outcome {
    /** The sample is complete, and was not complete when this load began. */
    LOADED("The sample street is loaded."),
    /** The sample was already complete when this load began. */
    ALREADY_LOADED("The sample street is already loaded; nothing was done."),
    /** The load was stopped; the next load continues it. */
    STOPPED("The sample street is incomplete; the next load continues it."),
    /** The load was refused, because the database contains other data. */
    NOT_EMPTY(
        "The sample street is not loaded: the database holds other data, but the load requires an"
            + " empty database."),
    /**
     * The load was refused, because an unfinished load of different files was found, which this
     * release cannot continue.
     */
    OTHER_RELEASE(
        "The sample street is incomplete, and another release of the program began to load it:"
            + " start again with an empty database.");

    private final String sentence;

    Outcome(String sentence) {
      this.sentence = sentence;
    }

    /** The message for the operator. */
    public String sentence() {
      return sentence;
    }
  }

  /**
   * The progress of a load.
   *
   * @param entries the number of ledger entries that are committed
   * @param of the number of ledger entries of the whole sample
   */
  public record Progress(int entries, int of) {

    /** The progress in whole per cent, rounded down. */
    public int percent() {
      return (int) (100L * entries / of);
    }
  }

  /**
   * The lines that one transaction loads.
   *
   * @param file the name of the part that the batch belongs to
   * @param name the batch's name, the same in every load
   * @param entries the number of ledger entries that the batch creates
   * @param write writes the batch; takes the ids of committed rows by key and returns the ids of
   *     the new rows by key
   */
  private record Batch(
      String file,
      String name,
      int entries,
      Function<Map<String, Long>, Map<String, Long>> write) {}

  /**
   * Loads the sample, or continues an interrupted load.
   *
   * @param progress called after each batch that this call writes
   * @param stop checked before each batch; if it returns true, the load stops
   */
  public Outcome load(Consumer<Progress> progress, BooleanSupplier stop) {
    SampleStreet street = SampleStreet.read();
    return state
        .begin(street.fingerprint())
        .orElseGet(
            () -> load(parts(street, SampleStreet.current(state.begunAt())), progress, stop));
  }

  /**
   * Divides the sample into parts, and each part into batches. A part depends on the rows of
   * earlier parts; the batches of a part do not depend on each other.
   */
  private List<List<Batch>> parts(SampleStreet street, List<SampleStreet.Step> current) {
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
        part("current wishes", current, SampleStreet.Step::wish, wishes::run),
        part("groups", groups(street, false), SampleStreet.GroupStep::group, groups::run),
        part("subgroups", groups(street, true), SampleStreet.GroupStep::group, groups::run));
  }

  /**
   * Selects commands on groups.
   *
   * @param ofAnother true to return the commands on groups that have a parent group, false to
   *     return the commands on groups that have none
   */
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
      // Repeats until all batches of the part are committed: another instance may still be writing
      // a batch, or may have failed.
      while (true) {
        LoadState.Done done = state.done();
        ids.putAll(done.ids());
        List<Batch> left =
            part.stream().filter(batch -> !done.batches().contains(batch.name())).toList();
        if (left.isEmpty()) {
          break;
        }
        AtomicInteger entries = new AtomicInteger(done.entries());
        // Batches of parts that are not in TOGETHER run one by one, because their bulk commands
        // lock organisations that the next batch also needs.
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

  /**
   * Processes batches, {@code atOnce} of them concurrently. After a batch fails or the load is
   * stopped, begins no further batch. Throws an exception if a batch failed.
   */
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
   * Writes a batch and marks it as done, unless another instance has written the batch or is still
   * writing it.
   *
   * @param ids the ids of committed rows by key; this method adds the new rows
   * @return whether this call wrote the batch
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
      // BUSY: another instance has been writing the batch for longer than the lock timeout.
      if (busy.type() != ProblemType.BUSY) {
        throw busy;
      }
      return false;
    }
  }
}
