package org.microwish.suites.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.LogSchema;
import org.microwish.login.token.CallerTokens;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.testing.Answer;
import org.microwish.testing.Http;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.testing.VerifierJar;

/**
 * Runs two packaged instances under load and injects faults at seeded moments: an instance is
 * killed, also in the middle of sending the invitations of a plan, or stopped, the database is
 * killed or unavailable, a connection is cut at a commit, a disk is full, a clock jumps. Checks
 * after each fault that what was acknowledged is committed exactly once. At the end the ledger
 * holds exactly the acknowledged commands, every repetition gets the first answer byte by byte, all
 * counts agree, and the verifier finds no errors. See {@code src/docs/faults.md}.
 *
 * <p>{@code ./mvnw verify -Pslow -Dit.test=FaultIT -Dfaults.kills=50} is the long version; {@code
 * -Dfaults.seed=…} repeats a run's plan.
 */
@Tag("packaged")
class FaultIT {

  private static final int KILLS = Integer.getInteger("faults.kills", 1);
  private static final long SEED = Long.getLong("faults.seed", 20_260_101);

  /** With more than a few kills, the other faults take longer as well. */
  private static final boolean LONG = KILLS > 5;

  private static final int CLIENTS = Integer.getInteger("faults.clients", 12);

  /** The number of invitations of a plan in the middle of which an instance is killed. */
  private static final int INVITATIONS = LONG ? 500 : 60;

  private static final Duration PAUSE = Duration.ofMillis(LONG ? 40 : 5);

  /** Commands that must be answered before the next fault, so that it hits a service under load. */
  private static final int BETWEEN = 40;

  /** The number of commits that each CUT fault cuts. */
  private static final int CUTS = 4;

  private static final Duration OUTAGE = Duration.ofSeconds(LONG ? 30 : 6);

  /** Longer than any wait takes on a slow machine. The longest waits are printed at the end. */
  private static final Duration SOON = Duration.ofSeconds(30);

  /** How long to wait for all invitations of a plan, while clients act on the same wishes. */
  private static final Duration SENT = Duration.ofMinutes(10);

  private static final long DAY = Duration.ofDays(1).toSeconds();

  /** A fault to inject. */
  private enum Fault {
    KILL,
    STOP,
    CUT,
    DATABASE_KILL,
    OUTAGE,
    DISK_FULL,
    CLOCK
  }

  private final Map<Fault, Integer> happened = new EnumMap<>(Fault.class);
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final List<Duration> toldAfter = new ArrayList<>();
  private final List<Duration> recoveredAfter = new ArrayList<>();
  private final String operator = Tokens.operator("desk-fault", Street.STREET);
  private Cluster cluster;
  private Clients clients;

  /** The wishes of the plan whose invitations are sent. */
  private final List<String> planned = new ArrayList<>();

  private int checked;
  private int keys;

  @Test
  void faults_loseNoAcknowledgedCommand_andExecuteNoneTwice(@TempDir Path directory)
      throws Exception {
    List<Fault> plan = plan();
    System.out.printf("Seed %d: %s%n", SEED, plan);
    try (Cluster both = new Cluster(directory)) {
      cluster = both;
      try (Clients load = new Clients(both.ports(), both.street(), SEED, PAUSE)) {
        clients = load;
        load.repeatFromNowOn(this::cutTheNextCommit);
        load.begin(CLIENTS);
        for (Fault fault : plan) {
          load.awaitMore(BETWEEN);
          LockSupport.parkNanos(random.nextLong(Duration.ofMillis(300).toNanos()));
          long began = System.nanoTime();
          happen(fault);
          happened.merge(fault, 1, Integer::sum);
          checkAcknowledged();
          System.out.printf(
              "%s: %d ms, %d answered%n",
              fault, (System.nanoTime() - began) / 1_000_000, load.answered());
        }
        load.awaitMore(BETWEEN);
        Awaitility.await("a hundred repeats of the same keys")
            .atMost(SOON)
            .until(() -> load.hundredfold() >= 300);
        load.end();
        checkAll();
      }
    } catch (Throwable failed) {
      System.out.printf("Failed with -Dfaults.seed=%d -Dfaults.kills=%d%n", SEED, KILLS);
      throw failed;
    }
  }

  /** Returns the faults to inject; the same seed and number of kills give the same plan. */
  private List<Fault> plan() {
    String only = System.getProperty("faults.only");
    List<Fault> plan = new ArrayList<>();
    plan.addAll(Collections.nCopies(KILLS, Fault.KILL));
    plan.addAll(Collections.nCopies(Math.max(1, KILLS / 4), Fault.STOP));
    plan.addAll(Collections.nCopies(Math.max(1, KILLS / 2), Fault.CUT));
    plan.addAll(Collections.nCopies(Math.max(1, KILLS / 6), Fault.DATABASE_KILL));
    plan.addAll(Collections.nCopies(LONG ? 2 : 1, Fault.OUTAGE));
    plan.add(Fault.DISK_FULL);
    // Each CLOCK fault takes half a minute. In a normal `verify` run, SweeperTest tests clocks.
    plan.addAll(Collections.nCopies(LONG ? 2 : 0, Fault.CLOCK));
    if (only != null) {
      plan.removeIf(fault -> !only.contains(fault.name()));
    }
    Collections.shuffle(plan, new Random(SEED));
    return plan;
  }

  private void happen(Fault fault) throws Exception {
    switch (fault) {
      case KILL -> kill();
      case STOP -> stop();
      case CUT -> cut();
      case DATABASE_KILL -> killDatabase();
      case OUTAGE -> outage();
      case DISK_FULL -> fillDisk();
      case CLOCK -> turnClocks();
    }
  }

  private static ConditionFactory soon(String what) {
    return Awaitility.await(what).atMost(SOON).pollInterval(Duration.ofMillis(20));
  }

  // The faults ------------------------------------------------------------------------------------

  private void kill() throws Exception {
    int victim = random.nextInt(Cluster.INSTANCES);
    boolean sending = !happened.containsKey(Fault.KILL);
    String invitations = sending ? sendPlan(victim) : null;
    cluster.instance(victim).kill();
    if (sending) {
      assertThat(sentByPlans()).as("invitations sent before the kill").isLessThan(INVITATIONS);
      // Another operator sends the same plan.
      accepted(1 - victim, invitations, Map.of("reserved", true));
    }
    // The other instance serves alone for a while.
    clients.awaitMore(BETWEEN);
    clients.makeRoom(true);
    cluster.start(victim);
    cluster.instance(victim).awaitReady();
    clients.makeRoom(false);
    if (sending) {
      checkSentOnce(invitations.replace("/invitations", ""));
    }
  }

  /**
   * Creates a plan, waits until it is computed, requests its invitations, and waits until the first
   * are sent; returns the path of the plan's invitations.
   */
  private String sendPlan(int instance) throws Exception {
    Street street = cluster.street();
    List<Map<String, String>> claimants =
        street.members(street.organisation(), Street.COMMUNITY, INVITATIONS).stream()
            .map(id -> Map.of("claimantType", "MEMBER", "claimantId", Id.text(id)))
            .toList();
    planned.addAll(clients.wishesOnTheWall(INVITATIONS / 20, 20));
    String plan =
        accepted(
                instance,
                "/matching/plans",
                Map.of("division", Street.COMMUNITY, "wishes", planned, "claimants", claimants))
            .at("/id");
    JsonNode[] computed = new JsonNode[1];
    soon("a computed plan")
        .until(
            () -> {
              computed[0] = read(instance, "/matching/plans/" + plan, operator).send().json();
              return computed[0].path("state").asText().equals("COMPLETED");
            });
    assertThat(computed[0].path("pairs").asInt()).isEqualTo(INVITATIONS);
    String invitations = "/matching/plans/" + plan + "/invitations";
    accepted(instance, invitations, Map.of("reserved", true));
    soon("the first invitations of a plan").until(() -> sentByPlans() > 0);
    return invitations;
  }

  /**
   * Sends a command that writes no ledger entry; repeats it while the answer is 503 because a
   * connection was cut.
   */
  private Answer accepted(int instance, String path, Object body) {
    String key = "fault-own-" + ++keys;
    Answer[] last = new Answer[1];
    soon("an answer of " + path)
        .ignoreExceptions()
        .until(
            () -> {
              last[0] = post(instance, operator, path, body, key).send();
              return last[0].status() != 503;
            });
    assertThat(last[0].status()).as("%s", last[0].text()).isEqualTo(202);
    return last[0];
  }

  private long sentByPlans() {
    return cluster.street().number("SELECT COUNT(*) FROM invitation WHERE origin IS NOT NULL");
  }

  private void checkSentOnce(String plan) {
    soon("all invitations of the plan")
        // How fast they are sent beside the clients depends on the machine.
        .atMost(LONG ? SENT : SOON)
        .untilAsserted(
            () ->
                assertThat(read(0, plan, operator).send().json().at("/invitations/sent").asInt())
                    .isEqualTo(INVITATIONS));
    Street street = cluster.street();
    assertThat(sentByPlans()).as("each invitation of a plan is sent once").isEqualTo(INVITATIONS);
    assertThat(
            street.column(
                "SELECT claimant_id FROM invitation WHERE origin IS NOT NULL"
                    + " GROUP BY claimant_type, claimant_id HAVING COUNT(*) > 1"))
        .as("who is invited twice")
        .isEmpty();
    assertThat(
            street.number(
                "SELECT COUNT(DISTINCT wish_id) FROM invitation WHERE origin IS NOT NULL"))
        .isEqualTo(INVITATIONS / 20);
  }

  /** Stops an instance for longer than its leases last, at an arbitrary moment. */
  private void stop() throws Exception {
    int victim = random.nextInt(Cluster.INSTANCES);
    long began = System.nanoTime();
    cluster.signal(victim, "STOP");
    try {
      // The other instance keeps serving, except for rows that the stopped instance has locked:
      // clients that need them get retryable errors, and eventually all clients may be waiting for
      // them.
      clients.awaitMore(1);
      Duration standing = Duration.ofMillis(3_500 + random.nextInt(1_500));
      soon("the end of the stop").until(() -> System.nanoTime() - began > standing.toNanos());
    } finally {
      cluster.signal(victim, "CONT");
    }
    clients.awaitMore(BETWEEN);
  }

  private void cut() {
    for (int i = 0; i < CUTS; i++) {
      CuttingProxy.Cut cut =
          i % 2 == 0 ? CuttingProxy.Cut.AFTER_COMMIT : CuttingProxy.Cut.BEFORE_COMMIT;
      CuttingProxy proxy = cluster.proxy(random.nextInt(Cluster.INSTANCES));
      proxy.arm(cut, random.nextInt(6));
      soon("a commit to cut").until(() -> !proxy.isArmed());
      clients.rethrow();
    }
  }

  /** Arms both proxies to cut the next commit of a command, after the commit. */
  private void cutTheNextCommit() {
    for (int i = 0; i < Cluster.INSTANCES; i++) {
      cluster.proxy(i).arm(CuttingProxy.Cut.AFTER_COMMIT, 0);
    }
  }

  private void killDatabase() throws IOException {
    cluster.takeDatabaseAway();
    cluster.bringDatabaseBack();
    clients.awaitMore(1);
  }

  /** Makes the database unavailable: every request gets a 503 at once, until it is back. */
  private void outage() throws Exception {
    String wish = clients.wishOnTheWall();
    String claims = "/wishes/" + wish + "/claims";
    cluster.takeDatabaseAway();
    long away = System.nanoTime();
    while (System.nanoTime() - away < OUTAGE.toNanos()) {
      for (int i = 0; i < Cluster.INSTANCES; i++) {
        told(i, command(i, "/wishes", Clients.draft()), false);
        told(i, command(i, "/wishes/" + wish + "/withdraw", Map.of("reason", "改了主意")), false);
        told(i, post(i, clients.memberToken(), claims, Map.of(), "fault-own-" + ++keys), false);
        told(i, read(i, "/wishes/" + wish, operator), false);
        // Public reads may be answered from a cache.
        told(i, read(i, "/wishes", null), true);
        told(i, read(i, "/statistics/overview", null), true);
        told(i, read(i, "/ledger/checkpoint", null), true);
        assertThat(cluster.health(i, "live").path("status").asText()).isEqualTo("UP");
        assertThat(cluster.health(i, "ready").path("status").asText()).isEqualTo("DOWN");
      }
    }
    cluster.bringDatabaseBack();
    long back = System.nanoTime();
    for (int i = 0; i < Cluster.INSTANCES; i++) {
      int instance = i;
      String key = "fault-own-" + ++keys;
      soon("an answer after the outage")
          .until(() -> done(instance, "/wishes", Clients.draft(), key));
      recoveredAfter.add(Duration.ofNanos(System.nanoTime() - back));
      soon("readiness")
          .until(() -> cluster.health(instance, "ready").path("status").asText().equals("UP"));
    }
    clients.awaitMore(BETWEEN);
    clients.rest(true);
    checkConnections();
    clients.rest(false);
  }

  private void told(int instance, Http.Request request, boolean mayRemember) throws IOException {
    long began = System.nanoTime();
    Answer answer = request.send();
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    toldAfter.add(took);
    String what =
        "instance %d, %s, after %d ms: %d %s"
            .formatted(instance, request, took.toMillis(), answer.status(), answer.text());
    if (mayRemember && answer.status() == 200) {
      return;
    }
    assertThat(answer.status()).as(what).isEqualTo(503);
    assertThat(answer.header("Content-Type").orElse(""))
        .as(what)
        .startsWith("application/problem+json");
    assertThat(answer.header("Retry-After")).as(what).isPresent();
    assertThat(answer.code()).as(what).isEqualTo("DATABASE_UNAVAILABLE");
  }

  /** Checks that no connection has leaked, neither in the pools nor at the server. */
  private void checkConnections() {
    for (int i = 0; i < Cluster.INSTANCES; i++) {
      int instance = i;
      soon("no connection in use").until(() -> cluster.pool(instance, "active") == 0);
    }
    soon("no connection outside the pools")
        .until(
            () -> {
              int known = 0;
              for (int i = 0; i < Cluster.INSTANCES; i++) {
                known += cluster.pool(i, "active") + cluster.pool(i, "available");
              }
              return cluster.database.connections() <= known;
            });
  }

  /**
   * Checks that evidence that does not fit on the disk is refused and leaves nothing behind, and
   * that all other requests work.
   */
  private void fillDisk() throws Exception {
    if (!cluster.hasSmallDisk()) {
      System.out.println("No disk was filled: no file system can be mounted here.");
      return;
    }
    int victim = random.nextInt(Cluster.INSTANCES);
    String wish = clients.wishOnTheWall();
    String path = "/wishes/" + wish + "/evidence";
    byte[] photo = noise(700);
    String key = "fault-own-" + ++keys;
    for (int i = 0; i < 2; i++) {
      Answer refused = upload(victim, path, photo, key);
      assertThat(refused.status()).as("%s", refused.json()).isEqualTo(503);
      assertThat(refused.code()).isEqualTo("EVIDENCE_NOT_STORED");
      assertThat(files(victim)).as("left behind").isEmpty();
      assertThat(evidenceOf(wish)).isZero();
    }
    // A small file still fits, and commands without files are not affected.
    String small = "fault-own-" + ++keys;
    assertThat(upload(victim, path, noise(40), small).status()).isEqualTo(201);
    clients.remember(operator, null, null, small, upload(victim, path, noise(40), small));
    assertThat(done(victim, "/wishes", Clients.draft(), "fault-own-" + ++keys)).isTrue();
    cluster.resizeDisk(victim, "8m");
    Answer stored = upload(victim, path, photo, key);
    assertThat(stored.status()).as("%s", stored.json()).isEqualTo(201);
    assertThat(upload(victim, path, photo, key).body()).isEqualTo(stored.body());
    clients.remember(operator, null, null, key, stored);
    assertThat(evidenceOf(wish)).isEqualTo(2);
    assertThat(files(victim)).hasSize(2);
    cluster.resizeDisk(victim, "1900k");
  }

  /** Returns a PNG of random pixels, which does not compress; the same for the same size. */
  private static byte[] noise(int pixels) throws IOException {
    BufferedImage image = new BufferedImage(pixels, pixels, BufferedImage.TYPE_INT_RGB);
    SplittableRandom colours = new SplittableRandom(pixels);
    for (int y = 0; y < pixels; y++) {
      for (int x = 0; x < pixels; x++) {
        image.setRGB(x, y, colours.nextInt());
      }
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return png.toByteArray();
  }

  private Answer upload(int instance, String path, byte[] file, String key) throws IOException {
    String boundary = "part-of-a-form";
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.write(
        """
        --%1$s\r
        Content-Disposition: form-data; name="kind"\r
        \r
        PHOTO\r
        --%1$s\r
        Content-Disposition: form-data; name="file"; filename="photo.png"\r
        Content-Type: image/png\r
        \r
        """
            .formatted(boundary)
            .getBytes(StandardCharsets.US_ASCII));
    form.write(file);
    form.write(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    return request("POST", instance, operator, path)
        .key(key)
        .body("multipart/form-data; boundary=" + boundary, form.toByteArray())
        .send();
  }

  /** Returns the stored evidence files, without the temporary files of uploads. */
  private List<Path> files(int instance) throws IOException {
    Path evidence = cluster.evidenceSeenBy(instance);
    try (Stream<Path> files = Files.walk(evidence)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.startsWith(evidence.resolve("uploads")))
          .filter(file -> !file.equals(evidence.resolve("bootstrap-secret")))
          .toList();
    }
  }

  private long evidenceOf(String wish) {
    return cluster
        .street()
        .number("SELECT COUNT(*) FROM evidence WHERE aggregate_id = " + Street.id(wish));
  }

  /** Shifts clocks by a day forwards and back: first one instance's clock, then the database's. */
  private void turnClocks() throws Exception {
    Street street = cluster.street();
    List<String> endangered = endangered(street);
    clients.askOnly(0);
    // Wait until no request goes to the other instance, which would reject current tokens.
    clients.awaitMore(BETWEEN);
    for (long shift : List.of(DAY, -DAY)) {
      cluster.setClock(1, shift);
      standsStill(1, shift);
      // The instance still serves callers whose tokens are valid by its wrong clock.
      List<Long> ids = new ArrayList<>();
      String token = tokenAt(Instant.now().plusSeconds(shift));
      for (int i = 0; i < 10; i++) {
        String key = "fault-own-" + ++keys;
        Answer made = post(1, token, "/wishes", Clients.draft(), key).send();
        assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
        clients.remember(operator, "/wishes", Clients.draft(), key, made);
        ids.add(Id.fromString(made.at("/wishId")).value());
      }
      assertThat(ids).as("ids after a jump").doesNotHaveDuplicates().isSorted();
    }
    cluster.setClock(1, 0);
    runsAgain(1);
    clients.askOnly(-1);
    long way = random.nextBoolean() ? DAY : -DAY;
    for (long shift : LONG ? List.of(-way, way) : List.of(way)) {
      cluster.database.shiftClock(shift);
      cutAll();
      for (int i = 0; i < Cluster.INSTANCES; i++) {
        standsStill(i, -shift);
      }
      clients.awaitMore(BETWEEN);
    }
    cluster.database.shiftClock(0);
    cutAll();
    for (int i = 0; i < Cluster.INSTANCES; i++) {
      runsAgain(i);
    }
    for (String one : endangered) {
      assertThat(street.column("SELECT state FROM claim WHERE wish_id = " + one))
          .as("the claim of a wish that was due by the wrong clock only")
          .containsExactly("ACTIVE");
      assertThat(street.column("SELECT state FROM wish WHERE id = " + one)).containsExactly("OPEN");
    }
    assertThat(
            street.number(
                "SELECT COUNT(*) FROM ledger_entry WHERE entry_type IN ('CLAIM_LAPSED',"
                    + " 'CLAIM_OVERDUE', 'WISH_EXPIRED', 'WISH_CLAIMING_CLOSED', 'WISH_ARCHIVED')"))
        .as("entries of deadlines")
        .isZero();
  }

  private void cutAll() {
    for (int i = 0; i < Cluster.INSTANCES; i++) {
      cluster.proxy(i).cutAll();
    }
  }

  /** Creates wishes with claims whose deadlines are half a day ahead, and returns their ids. */
  private List<String> endangered(Street street) {
    List<String> wishes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String wish = clients.wishOnTheWall();
      String claim = clients.claimOn(wish);
      String soon = "DATE_ADD(UTC_TIMESTAMP(6), INTERVAL 12 HOUR)";
      street.update("UPDATE wish SET claim_by = " + soon + " WHERE id = ?", Street.id(wish));
      street.update(
          "UPDATE claim SET contact_by = " + soon + ", next_check_at = " + soon + " WHERE id = ?",
          Street.id(claim));
      wishes.add(String.valueOf(Street.id(wish)));
    }
    return wishes;
  }

  /**
   * Waits until the health check reports the clock's offset and the log says again that the sweeper
   * is paused.
   */
  private void standsStill(int instance, long seconds) throws IOException {
    soon("a paused sweeper")
        .until(
            () -> {
              JsonNode clock = clock(instance);
              return clock.path("status").asText().equals("DOWN")
                  && Math.abs(clock.at("/data/offsetMillis").asLong() / 1_000 - seconds) < 60;
            });
    long said = complaints(instance);
    soon("a log message of the paused sweeper").until(() -> complaints(instance) > said);
  }

  private void runsAgain(int instance) {
    soon("a sweeper that runs again")
        .until(() -> clock(instance).path("status").asText().equals("UP"));
  }

  private JsonNode clock(int instance) {
    for (JsonNode check : cluster.health(instance, "well").path("checks")) {
      if (check.path("name").asText().equals("clock")) {
        return check;
      }
    }
    throw new AssertionError("no health check of the clock");
  }

  private long complaints(int instance) throws IOException {
    return cluster
        .instance(instance)
        .output()
        .lines()
        .filter(line -> line.contains("this machine's clock is off"))
        .count();
  }

  /** Returns a token for the operator, issued at the given time. */
  private static String tokenAt(Instant issued) {
    Caller caller =
        new Caller(
            "desk-fault", Role.OPERATOR, null, null, DivisionCode.parse(Street.STREET).path());
    return Tokens.sign(
        CallerTokens.claims(caller, Duration.ofHours(1))
            .issuedAt(issued)
            .expiresAt(issued.plus(Duration.ofHours(1))));
  }

  // Requests of the test itself -------------------------------------------------------------------

  private Http.Request command(int instance, String path, Object body) {
    return post(instance, operator, path, body, "fault-own-" + ++keys);
  }

  private Http.Request post(int instance, String token, String path, Object body, String key) {
    return request("POST", instance, token, path).key(key).json(body);
  }

  private Http.Request read(int instance, String path, String token) {
    return request("GET", instance, token, path);
  }

  private Http.Request request(String method, int instance, String token, String path) {
    return cluster
        .http
        .request(method, cluster.instance(instance).uri("/api/v1" + path))
        .timeout(SOON)
        .bearer(token);
  }

  /** Sends a command and records it if it succeeds; returns whether it did. */
  private boolean done(int instance, String path, Object body, String key) throws IOException {
    Answer answer = post(instance, operator, path, body, key).send();
    if (answer.done()) {
      clients.remember(operator, path, body, key, answer);
    }
    return answer.done();
  }

  // Checks ----------------------------------------------------------------------------------------

  /**
   * Checks that the commands acknowledged since the last check are committed and get exactly one
   * leaf each.
   */
  private void checkAcknowledged() throws SQLException {
    List<Long> entries = clients.entries(checked);
    checked += entries.size();
    LogSchema log = cluster.log();
    for (int from = 0; from < entries.size(); from += 500) {
      List<Long> some = entries.subList(from, Math.min(from + 500, entries.size()));
      String in =
          " WHERE entry_id IN ("
              + some.stream().map(String::valueOf).collect(Collectors.joining(","))
              + ")";
      assertThat(log.number("SELECT COUNT(*) FROM ledger_entry" + in))
          .as("entries of acknowledged commands")
          .isEqualTo(some.size());
      soon("leaves of acknowledged commands")
          .until(() -> log.number("SELECT COUNT(*) FROM ledger_leaf" + in) == some.size());
    }
    clients.rethrow();
  }

  private void checkAll() throws Exception {
    checkConnections();
    clients.settle();
    LogSchema log = cluster.log();
    soon("no place to offer")
        .until(
            () ->
                log.number(
                        "SELECT COUNT(*) FROM wish w WHERE w.state = 'OPEN' AND EXISTS (SELECT 1"
                            + " FROM invitation i WHERE i.wish_id = w.id AND i.state = 'WAITING')"
                            + " AND w.places > w.places_taken + (SELECT COUNT(*) FROM invitation i"
                            + " WHERE i.wish_id = w.id AND i.state = 'INVITED' AND i.reserved)")
                    == 0);
    soon("an empty queue").until(() -> log.number("SELECT COUNT(*) FROM ledger_queue") == 0);
    List<Long> entries = new ArrayList<>(clients.entries(0));
    entries.addAll(unasked());
    assertThat(log.entryIds())
        .as("each answered command has one entry, and nothing else has one")
        .containsExactlyInAnyOrderElementsOf(entries);
    int repeated = clients.repeatSome(LONG ? 29 : 7);
    log.assertWhole(entries.size());
    TableInvariants.assertBalanced(cluster.street());
    TableInvariants.assertHeld(cluster.street());
    soon("a checkpoint of all leaves")
        .until(() -> log.number("SELECT MAX(size) FROM ledger_checkpoint") == entries.size());
    VerifierJar.Ended verified =
        VerifierJar.run(
            cluster.instance(0).uri("").toString(), "--key", cluster.signer.key().text());
    assertThat(verified.code()).as(verified.output()).isZero();
    assertThat(verified.output()).contains("CLEAN: " + entries.size() + " leaves");
    System.out.printf(
        "Seed %d: %s; %d connections cut after a commit and %d before; told of an outage after %d"
            + " ms at most, over it after %d ms at most; %s; 3 keys repeated %d times and others"
            + " %d times, the same answers; %d entries, each once; verified: %s%n",
        SEED,
        happened,
        cluster.cuts(CuttingProxy.Cut.AFTER_COMMIT),
        cluster.cuts(CuttingProxy.Cut.BEFORE_COMMIT),
        longest(toldAfter),
        longest(recoveredAfter),
        clients.summary(),
        clients.hundredfold(),
        repeated,
        entries.size(),
        verified.output().lines().toList().getLast());
  }

  /**
   * Returns the ids of the entries that no answer to a request names: offers of places, the weights
   * of rankings, and the invitations of the plan.
   */
  private List<Long> unasked() {
    String of = planned.stream().map(wish -> "'" + wish + "'").collect(Collectors.joining(","));
    return cluster
        .street()
        .column(
            "SELECT entry_id FROM ledger_entry"
                + " WHERE entry_type IN ('PLACE_OFFERED', 'WEIGHTS_CONFIGURED')"
                + (of.isEmpty()
                    ? ""
                    : " OR (entry_type = 'CLAIMANT_INVITED' AND aggregate_id IN (" + of + "))"))
        .stream()
        .map(Long::valueOf)
        .toList();
  }

  private static long longest(List<Duration> some) {
    return some.stream().mapToLong(Duration::toMillis).max().orElse(0);
  }
}
