package org.microwish.suites.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/**
 * The setting for claims: a service on a schema with members and open wishes, and on the same
 * database server a schema of the same shape for the raw claims.
 */
final class ClaimSetup implements AutoCloseable {

  private static final int MEMBERS = 5_000;

  /**
   * The rate of claims per second for which wishes are prepared at first. Later loads prepare
   * wishes for the highest measured rate.
   */
  private static final double GUESS = 2_000;

  private final Seed seed = Seed.schema("claims");
  private final Seed rawSeed = Seed.schema("raw");
  private final MemberRequests crowd;
  private final Service service;
  private final Generator generator;
  private final Controls controls;
  private final RawClaims raw;
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong rawTaken = new AtomicLong();
  private final List<String> statements;
  private double fastest = GUESS;
  private double rawFastest = GUESS;
  private long accepted;

  /** Starts the service, creates the raw claims, and makes a few claims. */
  ClaimSetup() throws Exception {
    crowd = new MemberRequests(seed.members(MEMBERS));
    List<Long> rawMembers = rawSeed.members(MEMBERS);
    seed.wishes(1);
    service = Service.on(seed.settings());
    generator = service.generator();
    controls = new Controls(rawSeed.settings());
    // The second claim, because the first also creates rows that later claims find.
    accepted += generator.each(List.of(nextClaim())).total(201);
    statements =
        new ServerLog(seed.settings())
            .of(
                () -> {
                  accepted += generator.each(List.of(nextClaim())).total(201);
                  return null;
                },
                "idempotency");
    raw =
        new RawClaims(
            rawSeed,
            rawMembers,
            stored("payload", "ledger_entry"),
            stored("answer", "idempotency"));
  }

  private byte[] stored(String column, String table) {
    String hex =
        seed.street()
            .column("SELECT HEX(" + column + ") FROM " + table + " ORDER BY 1 DESC LIMIT 1")
            .getFirst();
    return HexFormat.of().parseHex(hex);
  }

  private byte[] nextClaim() {
    return crowd.claim(taken.incrementAndGet());
  }

  Service service() {
    return service;
  }

  Generator generator() {
    return generator;
  }

  MemberRequests crowd() {
    return crowd;
  }

  Seed seed() {
    return seed;
  }

  Seed rawSeed() {
    return rawSeed;
  }

  Controls controls() {
    return controls;
  }

  RawClaims raw() {
    return raw;
  }

  /**
   * Returns the statements that the service sent to the database for one claim without concurrent
   * requests.
   */
  List<String> statements() {
    return statements;
  }

  /**
   * Creates enough wishes for these durations at the highest rates so far, outside the measurement.
   */
  void prepare(Duration claims, Duration rawClaims) {
    double seconds = claims.toMillis() / 1e3;
    seed.wishes(taken.get() + (long) (fastest * 1.5 * seconds) + 20_000);
    double rawSeconds = rawClaims.toMillis() / 1e3;
    rawSeed.wishes(rawTaken.get() + (long) (rawFastest * 1.5 * rawSeconds) + 20_000);
  }

  /** Claims with that many callers as fast as possible, each claim of a new wish. */
  Outcome claim(int callers, Duration duration) throws IOException {
    prepare(duration, Duration.ZERO);
    return count(generator.closed(callers, duration, this::nextClaim));
  }

  /** Claims at a constant rate, each claim of a new wish. */
  Outcome claimAt(double perSecond, Duration duration) throws IOException {
    fastest = Math.max(fastest, perSecond);
    prepare(duration, Duration.ZERO);
    return count(generator.constant(perSecond, 1_024, duration, this::nextClaim));
  }

  /** Claims the first wish, which is already taken. */
  Outcome lose(int callers, Duration duration) throws IOException {
    return generator.closed(callers, duration, crowd.claims(() -> 1));
  }

  /** Adds the accepted claims of a load to the total. */
  Outcome count(Outcome outcome) {
    if (taken.get() > seed.wishes()) {
      throw new IllegalStateException("the wishes have run out");
    }
    accepted += outcome.total(201);
    fastest = Math.max(fastest, outcome.perSecond(201));
    return outcome;
  }

  /** Makes raw claims as fast as possible, each of a new wish, and returns the rate per second. */
  double rawClaims(Controls.Best how, Duration duration, boolean reads) throws Exception {
    prepare(Duration.ZERO, duration);
    double perSecond =
        controls.perSecond(how.threads(), duration, how.preparation(), rawWork(reads));
    rawFastest = Math.max(rawFastest, perSecond);
    return perSecond;
  }

  /** Returns the fastest settings for raw claims. */
  Controls.Best bestRaw(List<Integer> threads, Duration each) throws Exception {
    prepare(Duration.ZERO, each.multipliedBy(threads.size() * 2L));
    return controls.best(threads, each, rawWork(true));
  }

  private Controls.Work rawWork(boolean reads) {
    return raw.claims(rawTaken::incrementAndGet, 1, reads);
  }

  /** Waits until all claims are in the ledger and in the statistics. */
  void settle() {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () ->
                seed.number("SELECT COUNT(*) FROM ledger_queue") == 0
                    && seed.number(
                            "SELECT size - position FROM ledger_head, ledger_cursor WHERE consumer"
                                + " = 'statistics'")
                        == 0);
  }

  /** Returns how many claims were answered 201. */
  long accepted() {
    return accepted;
  }

  /** Returns how many claims the database holds. */
  long stored() {
    return seed.number("SELECT COUNT(*) FROM claim");
  }

  @Override
  public void close() {
    service.close();
  }
}
