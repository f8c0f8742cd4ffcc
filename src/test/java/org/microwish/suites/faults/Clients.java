package org.microwish.suites.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.microwish.platform.Id;
import org.microwish.testing.Answer;
import org.microwish.testing.Http;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/**
 * Clients that retry persistently: they take wishes from draft to delivery, compete for the same
 * places, and repeat unanswered commands with the same idempotency key, at either instance, often
 * while the first attempt is still running. They record each answer byte by byte.
 */
final class Clients implements AutoCloseable {

  /** Timeout of one request, after which a client tries the other instance. */
  private static final Duration IMPATIENCE = Duration.ofSeconds(3);

  /** Timeout of a command with all its retries, after which the test fails. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration BEFORE_REPEAT = Duration.ofMillis(20);

  /** One in this many commands is sent to both instances at once. */
  private static final int TWIN_OF = 8;

  /** Clients that stay active while an instance starts, to leave processor time for the start. */
  private static final int WHILE_STARTING = 2;

  private static final int HOT_PLACES = 400;

  /** Codes of refusals that a late claim in a rush may get. */
  private static final Set<String> LOST =
      Set.of(
          "WISH_FULL",
          "CLAIMING_CLOSED",
          "WISH_STATE_CONFLICT",
          "BUDGET_EXCEEDED",
          "ALREADY_ENDED");

  /** Codes that leave open whether the command was, or will be, executed. */
  private static final Set<String> COME_AGAIN =
      Set.of("IDEMPOTENCY_IN_FLIGHT", "BUSY", "DATABASE_UNAVAILABLE");

  /** A place in a waiting list, and the token of the member who waits. */
  private record Waiting(String token, String invitation) {}

  /** A command to send; without a body if it cannot be repeated. */
  private record Command(String token, String path, Object body, String key) {

    boolean isAcceptance() {
      return path.startsWith("/invitations/") && path.endsWith("/accept");
    }
  }

  /** An executed command, and the answer that every repetition must get. */
  private record Done(Command command, Answer answer) {

    Done {
      // Without headers, because a long run keeps many answers.
      answer = new Answer(answer.status(), Map.of(), answer.body());
    }

    long entryId() {
      return Id.fromString(answer.at("/ledger/entryId")).value();
    }
  }

  private final List<Done> done = new ArrayList<>();
  private final List<Command> uncertain = new ArrayList<>();
  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  private final List<Done> repeated = new ArrayList<>();
  private final AtomicInteger keys = new AtomicInteger();
  private final AtomicInteger repeats = new AtomicInteger();
  private final AtomicInteger twins = new AtomicInteger();
  private final AtomicInteger hundredfold = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger busy = new AtomicInteger();
  private final AtomicReference<String> hot = new AtomicReference<>();
  private final String operator = Tokens.operator("desk-faults", Street.STREET);

  private final int[] ports;
  private final long seed;
  private final Duration pause;
  private final List<Long> members;
  private final List<Long> organisations = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> working = new ArrayList<>();
  private final Http http = new Http(Duration.ofSeconds(2));

  private volatile boolean ended;

  /** Set when the test is over, passed or failed; clients then stop retrying. */
  private volatile boolean abandoned;

  private volatile boolean resting;
  private volatile boolean starting;

  /** The only instance to send requests to, or -1 for both. */
  private volatile int only = -1;

  /**
   * Prepares the clients, without starting them.
   *
   * @param ports ports of the two instances
   * @param seed seed of the commands; their outcome also depends on timing
   * @param pause pause of each client between two commands
   */
  Clients(int[] ports, Street street, long seed, Duration pause) {
    this.ports = ports.clone();
    this.seed = seed;
    this.pause = pause;
    this.members = street.members(street.organisation(), Street.COMMUNITY, 2_000);
    for (int i = 0; i < 40; i++) {
      organisations.add(street.organisation());
    }
  }

  /** Starts this many clients. */
  void begin(int clients) {
    hot.set(publish(random(-1), shared(HOT_PLACES)));
    for (int i = 0; i < clients; i++) {
      int number = i;
      working.add(threads.submit(() -> live(number)));
    }
    working.add(threads.submit(this::repeat));
  }

  private SplittableRandom random(int client) {
    return new SplittableRandom(seed + 31L * client);
  }

  // What the clients do ---------------------------------------------------------------------------

  private void live(int number) {
    SplittableRandom random = random(number);
    while (!ended) {
      gate(number);
      switch (random.nextInt(9)) {
        case 0 -> rush(random);
        case 1 -> project(random);
        case 8 -> invited(random);
        case 2, 3, 4 -> claimHot(random);
        default -> wish(random);
      }
    }
  }

  /** Takes one wish from its draft to a delivered or released claim, or to an additional pledge. */
  private void wish(SplittableRandom random) {
    String wish = publish(random, draft());
    String token = member(random);
    String claim =
        must(random, token, "/wishes/" + wish + "/claims", pledge("88.00")).at("/claim/id");
    must(random, token, "/claims/" + claim + "/contact", Map.of());
    switch (random.nextInt(3)) {
      case 0 -> release(random, token, claim);
      case 1 -> must(random, token, "/claims/" + claim + "/pledges", amount("12.00"));
      default -> {
        must(random, token, "/claims/" + claim + "/start", Map.of());
        must(
            random,
            token,
            "/claims/" + claim + "/deliver",
            Map.of("note", "已送到", "spent", List.of(amount("80.00"))));
      }
    }
  }

  private void release(SplittableRandom random, String token, String claim) {
    must(
        random, token, "/claims/" + claim + "/release", Map.of("reason", "UNABLE", "note", "临时有事"));
  }

  /** Lets more members claim a wish than it has places, all at once, at both instances. */
  private void rush(SplittableRandom random) {
    int places = 1 + random.nextInt(4);
    String wish = publish(random, shared(places));
    int first = random.nextInt(members.size());
    List<Future<Answer>> coming = new ArrayList<>();
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < places + 4; i++) {
      long member = members.get((first + i) % members.size());
      String token = Tokens.member("member-" + member, member);
      SplittableRandom own = random.split();
      tokens.add(token);
      coming.add(
          threads.submit(() -> command(own, token, "/wishes/" + wish + "/claims", Map.of())));
    }
    int winner = -1;
    int won = 0;
    for (int i = 0; i < coming.size(); i++) {
      if (get(coming.get(i)).done()) {
        winner = i;
        won++;
      }
    }
    assertThat(won).as("winners of %d places of wish %s", places, wish).isEqualTo(places);
    String claim = get(coming.get(winner)).at("/claim/id");
    if (random.nextBoolean()) {
      release(random, tokens.get(winner), claim);
      // Another member claims the free place; a delayed retry of a refused member may get it first.
      command(random, member(random), "/wishes/" + wish + "/claims", Map.of());
    }
  }

  /**
   * Reserves one of two places for an invited member, who accepts the invitation while three other
   * members claim, all at once and at both instances. Two of them get no place and join the waiting
   * list. Then the third releases its place, which is later offered to the first in the list.
   */
  private void invited(SplittableRandom random) {
    String wish = publish(random, shared(2));
    int first = random.nextInt(members.size());
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      long member = members.get((first + i) % members.size());
      tokens.add(Tokens.member("member-" + member, member));
    }
    String invitation =
        must(
                random,
                operator,
                "/wishes/" + wish + "/invitations",
                Map.of(
                    "claimant",
                    Map.of("type", "MEMBER", "id", Id.text(members.get(first))),
                    "reserved",
                    true))
            .at("/item");
    List<Future<Answer>> coming = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      String path =
          i == 0 ? "/invitations/" + invitation + "/accept" : "/wishes/" + wish + "/claims";
      String token = tokens.get(i);
      SplittableRandom own = random.split();
      coming.add(threads.submit(() -> command(own, token, path, Map.of())));
    }
    assertThat(get(coming.getFirst()).done()).as("the held place of wish %s", wish).isTrue();
    int winner = -1;
    for (int i = 1; i < coming.size(); i++) {
      if (get(coming.get(i)).done()) {
        assertThat(winner).as("a second winner of one place of wish %s", wish).isNegative();
        winner = i;
      }
    }
    assertThat(winner).as("a winner of the other place of wish %s", wish).isPositive();
    for (int i = 1; i < tokens.size(); i++) {
      if (i != winner) {
        String joined =
            must(random, tokens.get(i), "/wishes/" + wish + "/waiting-list", Map.of()).at("/item");
        waiting.add(new Waiting(tokens.get(i), joined));
      }
    }
    release(random, tokens.get(winner), get(coming.get(winner)).at("/claim/id"));
    // A member on the waiting list of an earlier wish answers its offer. The service refuses this
    // if no place is offered yet, or no longer.
    Waiting earlier = waiting.poll();
    if (earlier != null) {
      String path = "/invitations/" + earlier.invitation;
      if (random.nextInt(3) == 0) {
        command(random, earlier.token, path + "/decline", Map.of());
      } else if (!command(random, earlier.token, path + "/accept", Map.of()).done()) {
        waiting.add(earlier);
      }
    }
  }

  /** Has organisations pledge more money than a project's budget allows. */
  private void project(SplittableRandom random) {
    Map<String, Object> project = new TreeMap<>(draft());
    project.put("kind", "PROJECT");
    project.put("claimPolicy", "SHARED");
    project.put("capacity", "AMOUNT");
    project.put("budget", "100.00");
    String wish = publish(random, project);
    int first = random.nextInt(organisations.size());
    List<Future<Answer>> coming = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      long organisation = organisations.get((first + i) % organisations.size());
      String token = Tokens.steward("steward-" + organisation, organisation);
      SplittableRandom own = random.split();
      coming.add(
          threads.submit(
              () -> command(own, token, "/wishes/" + wish + "/claims", pledge("37.50"))));
    }
    long won = coming.stream().filter(one -> get(one).done()).count();
    assertThat(won).as("pledges of 37.50 to a budget of 100.00").isEqualTo(2);
  }

  /**
   * Claims a place of the wish that all clients compete for; publishes a new one when it is full.
   */
  private void claimHot(SplittableRandom random) {
    String wish = hot.get();
    Answer claimed = command(random, member(random), "/wishes/" + wish + "/claims", Map.of());
    if (!claimed.done()) {
      // The member may already have a claim on it.
      if (!claimed.code().equals("ALREADY_CLAIMED")) {
        hot.compareAndSet(wish, publish(random, shared(HOT_PLACES)));
      }
    }
  }

  private String publish(SplittableRandom random, Map<String, Object> draft) {
    String wish = must(random, operator, "/wishes", draft).at("/wishId");
    must(random, operator, "/wishes/" + wish + "/submit", Map.of());
    must(
        random,
        operator,
        "/wishes/" + wish + "/publish",
        Map.of("publicTitle", "老人需要一把轮椅", "attested", true));
    return wish;
  }

  private String member(SplittableRandom random) {
    long member = members.get(random.nextInt(members.size()));
    return Tokens.member("member-" + member, member);
  }

  static Map<String, Object> draft() {
    return Map.of(
        "kind", "WISH",
        "channel", "GRID_WORKER",
        "category", "GOODS",
        "division", Street.COMMUNITY,
        "words", Map.of("title", "轮椅", "details", "腿脚不便"));
  }

  private static Map<String, Object> shared(int places) {
    Map<String, Object> draft = new TreeMap<>(draft());
    draft.put("claimPolicy", "SHARED");
    draft.put("places", places);
    return draft;
  }

  private static Map<String, Object> amount(String yuan) {
    return Map.of("amount", yuan, "form", "GOODS");
  }

  private static Map<String, Object> pledge(String yuan) {
    return Map.of("pledge", amount(yuan));
  }

  private static <T> T get(Future<T> one) {
    try {
      return one.get();
    } catch (ExecutionException failed) {
      throw new AssertionError("a client failed", failed.getCause());
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new AssertionError(ended);
    }
  }

  // How they send requests ------------------------------------------------------------------------

  /** Publishes a wish outside the load. */
  String wishOnTheWall() {
    return publish(random(-2), shared(50));
  }

  /** Publishes wishes outside the load with this many places each. */
  List<String> wishesOnTheWall(int wishes, int places) {
    return Stream.generate(() -> publish(random(-6), shared(places))).limit(wishes).toList();
  }

  /** Claims a wish for some member and returns the claim's id. */
  String claimOn(String wish) {
    return must(random(-3), member(random(-3)), "/wishes/" + wish + "/claims", Map.of())
        .at("/claim/id");
  }

  /** Returns a member's token. */
  String memberToken() {
    return member(random(-5));
  }

  /** Sends a command that must succeed. */
  private Answer must(SplittableRandom random, String token, String path, Object body) {
    Answer answer = command(random, token, path, body);
    assertThat(answer.done()).as("%s: %d %s", path, answer.status(), answer.json()).isTrue();
    return answer;
  }

  /** Sends a command until it is answered, always with the same idempotency key, like a phone. */
  private Answer command(SplittableRandom random, String token, String path, Object body) {
    gate(0);
    LockSupport.parkNanos(pause.toNanos());
    Command command = command(token, path, body);
    boolean twin = random.nextInt(TWIN_OF) == 0 && only < 0;
    int instance = random.nextInt(2);
    boolean unknown = false;
    long began = System.nanoTime();
    while (!abandoned && System.nanoTime() - began < PATIENCE.toNanos()) {
      Optional<Answer> answer = twin ? both(command) : ask(instance, command);
      if (answer.isPresent()) {
        remember(command, answer.get(), unknown);
        return answer.get();
      }
      unknown = true;
      twin = false;
      instance = 1 - instance;
      repeats.incrementAndGet();
      LockSupport.parkNanos(BEFORE_REPEAT.toNanos());
    }
    throw new AssertionError(path + " was not answered");
  }

  private Command command(String token, String path, Object body) {
    return new Command(token, path, body, "fault-key-" + keys.incrementAndGet());
  }

  private void remember(Command command, Answer answer, boolean unknown) {
    if (answer.done()) {
      synchronized (done) {
        done.add(new Done(command, answer));
      }
      return;
    }
    refused.incrementAndGet();
    if (!answer.code().equals("ALREADY_CLAIMED")) {
      assertThat(answer.code()).as("%s: %s", command.path(), answer.json()).isIn(LOST);
    }
    if (unknown) {
      // An earlier attempt may still be running, and get a place that has become free meanwhile.
      synchronized (uncertain) {
        uncertain.add(command);
      }
    }
  }

  /**
   * Sends a command to both instances at once; two definite answers must be equal. Only for the
   * acceptance of an invitation they may differ: a place may be offered between the two.
   */
  private Optional<Answer> both(Command command) {
    twins.incrementAndGet();
    CompletableFuture<Optional<Answer>> one =
        CompletableFuture.supplyAsync(() -> ask(0, command), threads);
    Optional<Answer> two = ask(1, command);
    Optional<Answer> first = one.join();
    if (first.isEmpty() || two.isEmpty()) {
      // A refusal is definite only when both instances refuse.
      return first.or(() -> two).filter(Answer::done);
    }
    if (command.isAcceptance() && two.get().done() != first.get().done()) {
      Answer accepted = first.get().done() ? first.get() : two.get();
      // The instance that refused first must now repeat the response of the other.
      ask(first.get().done() ? 1 : 0, command)
          .ifPresent(
              repeated ->
                  assertThat(repeated.body())
                      .as("%s: the repeated response", command)
                      .isEqualTo(accepted.body()));
      return Optional.of(accepted);
    }
    assertThat(two.get().done())
        .as("%s: different answers %s and %s", command, first.get().json(), two.get().json())
        .isEqualTo(first.get().done());
    if (first.get().done()) {
      assertThat(two.get().body()).as("%s: both answers", command).isEqualTo(first.get().body());
    }
    return first;
  }

  /**
   * Sends a command once. Returns empty when it was not processed or when its outcome is unknown.
   */
  private Optional<Answer> ask(int instance, Command command) {
    try {
      int port = ports[only >= 0 ? only : instance];
      Answer answer =
          http.post(URI.create("http://127.0.0.1:" + port + "/api/v1" + command.path()))
              .timeout(IMPATIENCE)
              .bearer(command.token())
              .key(command.key())
              .json(command.body())
              .send();
      if (answer.done()) {
        return Optional.of(answer);
      }
      assertThat(answer.status()).as("%s: %s", command.path(), answer.text()).isIn(403, 409, 503);
      if (COME_AGAIN.contains(answer.code())) {
        busy.incrementAndGet();
        return Optional.empty();
      }
      return Optional.of(answer);
    } catch (IOException killed) {
      return Optional.empty();
    }
  }

  // Keys that are repeated all the time -----------------------------------------------------------

  /**
   * Sends three commands that are then repeated continuously with their idempotency keys, at both
   * instances, and must always get the first answer.
   *
   * @param before runs before each of them is sent for the first time
   */
  void repeatFromNowOn(Runnable before) {
    SplittableRandom random = random(-4);
    before.run();
    Answer wish = must(random, operator, "/wishes", draft());
    keep();
    String id = wish.at("/wishId");
    must(random, operator, "/wishes/" + id + "/submit", Map.of());
    must(
        random,
        operator,
        "/wishes/" + id + "/publish",
        Map.of("publicTitle", "老人需要一把轮椅", "attested", true));
    String token = member(random);
    before.run();
    Answer claim = must(random, token, "/wishes/" + id + "/claims", pledge("88.00"));
    keep();
    before.run();
    must(random, token, "/claims/" + claim.at("/claim/id") + "/pledges", amount("12.00"));
    keep();
  }

  private void keep() {
    synchronized (done) {
      repeated.add(done.getLast());
    }
  }

  private void repeat() {
    for (int round = 0; !ended; round++) {
      for (Done one : repeated) {
        gate(0);
        Optional<Answer> answer = ask(round & 1, one.command());
        if (answer.isPresent()) {
          assertSame(one, answer.get());
          hundredfold.incrementAndGet();
        }
        LockSupport.parkNanos(BEFORE_REPEAT.toNanos());
      }
    }
  }

  private static void assertSame(Done one, Answer again) {
    assertThat(again.status()).as("%s", again.json()).isEqualTo(one.answer().status());
    assertThat(again.body())
        .as("%s again: %s", one.command().path(), again.json())
        .isEqualTo(one.answer().body());
  }

  // Control by the test ---------------------------------------------------------------------------

  private void gate(int number) {
    while (!ended && (resting || (starting && number >= WHILE_STARTING))) {
      LockSupport.parkNanos(BEFORE_REPEAT.toNanos());
    }
  }

  /**
   * Sets whether an instance is starting; most clients then pause, because a start takes longer
   * under load.
   */
  void makeRoom(boolean now) {
    starting = now;
  }

  /** Sets whether the clients pause before each new command. */
  void rest(boolean now) {
    resting = now;
  }

  /** Sends requests to this instance only; -1 for both. */
  void askOnly(int instance) {
    only = instance;
  }

  /** Records a successful command that the test itself has sent. */
  void remember(String token, String path, Object body, String key, Answer answer) {
    synchronized (done) {
      done.add(new Done(new Command(token, path, body, key), answer));
    }
  }

  /** Returns the number of commands answered so far. */
  int answered() {
    synchronized (done) {
      return done.size();
    }
  }

  /** Waits for this many more answers. */
  void awaitMore(int answers) {
    int before = answered();
    Awaitility.await("answers")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> answered() >= before + answers || working.stream().anyMatch(Future::isDone));
    rethrow();
  }

  /** Fails if a client has failed. */
  void rethrow() {
    for (Future<?> one : working) {
      if (one.state() == Future.State.FAILED) {
        throw new AssertionError("a client failed", one.exceptionNow());
      }
    }
  }

  /**
   * Returns the ledger entry ids of the answered commands in order, starting at the given index.
   */
  List<Long> entries(int from) {
    synchronized (done) {
      return done.subList(from, done.size()).stream().map(Done::entryId).toList();
    }
  }

  /** Lets all clients finish. */
  void end() {
    resting = false;
    ended = true;
    working.forEach(Clients::get);
  }

  /**
   * Repeats the commands that were refused after an attempt without an answer. No earlier attempt
   * may still be running.
   */
  void settle() {
    for (Command command : uncertain) {
      Answer answer =
          Awaitility.await("an answer")
              .atMost(PATIENCE)
              .pollDelay(Duration.ZERO)
              .until(() -> ask(0, command), Optional::isPresent)
              .orElseThrow();
      remember(command, answer, false);
    }
  }

  /** Repeats every n-th command at both instances and expects the same bytes. */
  int repeatSome(int every) {
    int count = 0;
    for (int at = 0; at < done.size(); at += every) {
      Done one = done.get(at);
      if (one.command().body() == null) {
        continue;
      }
      for (int instance = 0; instance < 2; instance++) {
        Optional<Answer> again = ask(instance, one.command());
        assertThat(again).as("%s again", one.command().path()).isPresent();
        assertSame(one, again.get());
        count++;
      }
    }
    return count;
  }

  /** Returns the number of answers to the keys that are repeated continuously. */
  int hundredfold() {
    return hundredfold.get();
  }

  /** Returns a summary of the load. */
  String summary() {
    return "%d commands answered, %d refused, %d sent again, %d sent to both at once, %d told to come again"
        .formatted(answered(), refused.get(), repeats.get(), twins.get(), busy.get());
  }

  @Override
  public void close() {
    ended = true;
    abandoned = true;
    threads.close();
    http.close();
  }
}
