package org.microwish.suites.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.microwish.caller.Role;
import org.microwish.platform.Id;
import org.microwish.testing.Answer;
import org.microwish.testing.Http;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/**
 * Generates the load: many clients send commands over HTTP to a few wishes, so that they collide.
 * Valid and invalid commands, repetitions, simultaneous duplicates, reused keys. The seed
 * determines every choice, but not the interleaving of the clients.
 */
final class LoadGenerator {

  private static final int WISHES = 4;

  /** The clients' knowledge of a wish, intentionally outdated. */
  private static final class Known {
    final String id;
    final Actor owner;
    final Map<String, Object> draft;
    final String firstEntry;
    volatile String state = "DRAFT";
    volatile long version = 1;
    final Map<String, Actor> claims = new ConcurrentHashMap<>();
    final Map<String, String> claimStates = new ConcurrentHashMap<>();
    final List<String> postings = new CopyOnWriteArrayList<>();

    /** Who is invited or waits, by invitation. */
    final Map<String, Actor> invitations = new ConcurrentHashMap<>();

    Known(String id, Actor owner, Map<String, Object> draft, String firstEntry) {
      this.id = id;
      this.owner = owner;
      this.draft = draft;
      this.firstEntry = firstEntry;
    }
  }

  private final URI service;
  private final Http http;
  private final Street street;
  private final Runnable sweeper;
  private final History history;
  private final List<Known> wishes = new CopyOnWriteArrayList<>();
  private final List<Call> past = new CopyOnWriteArrayList<>();
  private final List<Actor> claimants = new ArrayList<>();
  private final Map<String, List<String>> colleagues = new LinkedHashMap<>();
  private final Actor operator;
  private final Actor stranger;
  private final Actor collector;
  private final AtomicInteger keys = new AtomicInteger();
  private final String run;

  LoadGenerator(URI service, Http http, Street street, Runnable sweeper, long seed) {
    this.service = service;
    this.http = http;
    this.street = street;
    this.sweeper = sweeper;
    this.history = new History(seed);
    this.run = seed + "-" + Long.toString(history.nanos, 36);
    operator = staff("desk", Role.OPERATOR, Street.STREET);
    stranger = staff("far-desk", Role.OPERATOR, Street.OTHER_STREET);
    collector = staff("grid", Role.COLLECTOR, Street.COMMUNITY);
    for (int i = 0; i < 3; i++) {
      long organisation = street.organisation();
      String account = "steward-" + organisation;
      claimants.add(
          new Actor(
              account,
              Role.STEWARD,
              Id.text(organisation),
              Street.COMMUNITY,
              Tokens.steward(account, organisation)));
      List<String> members = new ArrayList<>();
      for (String home : List.of(Street.COMMUNITY, Street.COMMUNITY, Street.NEIGHBOUR)) {
        members.add(member(organisation, home));
      }
      if (i == 0) {
        member(organisation, Street.ELSEWHERE);
      }
      colleagues.put(Id.text(organisation), members);
      claimants.forEach(each -> history.claimants.put(each.claimant(), each));
      members.forEach(member -> colleagues.put(member, members));
    }
  }

  private String member(long organisation, String home) {
    long id = street.member(organisation, home);
    String account = "member-" + id;
    claimants.add(new Actor(account, Role.MEMBER, Id.text(id), home, Tokens.member(account, id)));
    return Id.text(id);
  }

  private Actor staff(String name, Role role, String division) {
    String account = name + "-" + run;
    String token =
        role == Role.OPERATOR
            ? Tokens.operator(account, division)
            : Tokens.collector(account, division);
    return new Actor(account, role, null, division, token);
  }

  /**
   * Runs the load.
   *
   * @param steps number of steps per client
   */
  History blow(int clients, int steps) throws Exception {
    Random random = new Random(history.seed);
    for (int i = 0; i < WISHES; i++) {
      create(0, random);
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      List<Future<?>> done = new ArrayList<>();
      for (int client = 1; client <= clients; client++) {
        int number = client;
        Random own = new Random(history.seed * 1_000_003 + client);
        done.add(
            threads.submit(
                () -> {
                  for (int step = 0; step < steps; step++) {
                    step(number, step, own);
                  }
                  return null;
                }));
      }
      for (Future<?> one : done) {
        one.get();
      }
    }
    return history;
  }

  // Steps --------------------------------------------------------------------------------------

  private void create(int client, Random random) throws Exception {
    boolean own = random.nextInt(3) > 0;
    String account = "resident-" + run + "-" + keys.incrementAndGet();
    Actor resident =
        new Actor(account, Role.RESIDENT, null, Street.COMMUNITY, Tokens.resident(account));
    Map<String, Object> draft = draft(random);
    Actor author = own ? resident : random.nextBoolean() ? collector : operator;
    if (!own) {
      draft.put("resident", account);
    }
    Call made = give(client, new Command(Op.CREATE, author, null, null, null, draft, 0), key());
    if (made.accepted()) {
      wishes.add(new Known(made.wish(), resident, draft, made.entry()));
    }
  }

  private static Map<String, Object> draft(Random random) {
    Map<String, Object> draft = new LinkedHashMap<>();
    boolean project = random.nextInt(3) == 0;
    draft.put("kind", project ? "PROJECT" : "WISH");
    draft.put("channel", "HOME_VISIT");
    draft.put("category", "SERVICE");
    draft.put("division", Street.COMMUNITY);
    draft.put("words", Map.of("title", "换扶手"));
    terms(draft, project, random);
    return draft;
  }

  private static void terms(Map<String, Object> draft, boolean project, Random random) {
    draft.remove("capacity");
    draft.remove("places");
    draft.remove("budget");
    boolean shared = random.nextInt(4) > 0;
    draft.put("claimPolicy", shared ? "SHARED" : "EXCLUSIVE");
    if (project && shared && random.nextInt(3) > 0) {
      draft.put("capacity", "AMOUNT");
    } else if (shared) {
      draft.put("places", 2 + random.nextInt(2));
    }
    if (project || random.nextInt(3) == 0) {
      draft.put("budget", yuan(50_00 + 25_00L * random.nextInt(6)));
    }
    draft.put("needsApproval", random.nextInt(3) == 0);
    draft.put("claimableBy", pick(random, "BOTH", "BOTH", "BOTH", "MEMBERS", "ORGANISATIONS"));
    draft.put("claimableFrom", pick(random, "STREET", "STREET", "COMMUNITY", "ANYWHERE"));
  }

  private void step(int client, int step, Random random) throws Exception {
    // All clients prefer the same wish for a while, then the next.
    Known hot = wishes.get(Math.floorMod(step / 12, wishes.size()));
    Known wish = random.nextInt(10) < 7 ? hot : pick(random, wishes);
    if (isOver(wish) && random.nextInt(5) > 0) {
      wish = wishes.getLast();
      if (isOver(wish) && random.nextInt(3) == 0) {
        create(client, random);
        return;
      }
    }
    int what = random.nextInt(100);
    if (what < 8) {
      read(wish, random);
    } else if (what < 11 && !past.isEmpty()) {
      Call again = pick(random, past);
      give(client, again.command(), again.key());
    } else if (what < 13 && !past.isEmpty()) {
      reuse(client, pick(random, past), random);
    } else if (what == 13) {
      passTime(wish, random);
    } else if (what == 14) {
      sweeper.run();
    } else {
      Command command = command(wish, random);
      if (command != null) {
        boolean keyless = !command.op().needsKey() && random.nextInt(20) == 0;
        String key = keyless ? null : key();
        if (!keyless && random.nextInt(12) == 0) {
          twice(client, command, key);
        } else {
          give(client, command, key);
        }
      }
    }
  }

  private static boolean isOver(Known wish) {
    return List.of("REJECTED", "REFERRED", "WITHDRAWN", "ARCHIVED").contains(wish.state);
  }

  /** Sends another request with a used key. */
  private void reuse(int client, Call before, Random random) throws Exception {
    Command command = before.command();
    Map<String, Object> other = new LinkedHashMap<>(command.body());
    if (other.containsKey("reason") && command.claim() == null) {
      other.put("reason", "另一个说法");
    } else if (other.containsKey("note")) {
      other.put("note", "另一个说法");
    } else if (other.containsKey("amount")) {
      other.put("amount", yuan(1 + random.nextInt(500)));
    } else {
      return;
    }
    give(client, command.with(other), before.key());
  }

  /** Moves dates into the past directly in the database, and runs the sweeper. */
  private void passTime(Known wish, Random random) {
    history.moved.add(wish.id);
    List<String> claims = List.copyOf(wish.claims.keySet());
    if (wish.state.equals("FULFILLED")) {
      history.due.putIfAbsent("notice " + wish.id, System.nanoTime());
      street.update(
          "UPDATE wish SET notice_until = DATE_SUB(UTC_TIMESTAMP(6), INTERVAL 1 SECOND)"
              + " WHERE id = ? AND notice_until IS NOT NULL",
          Street.id(wish.id));
    } else if (!wish.invitations.isEmpty() && random.nextBoolean()) {
      String invitation = pick(random, wish.invitations.keySet().stream().sorted().toList());
      history.due.putIfAbsent(invitation, System.nanoTime());
      int invited =
          street.update(
              "UPDATE invitation SET until_at = DATE_SUB(UTC_TIMESTAMP(6), INTERVAL 1 SECOND)"
                  + " WHERE id = ? AND state = 'INVITED'",
              Street.id(invitation));
      if (invited > 0) {
        history.over.putIfAbsent(invitation, System.nanoTime());
      }
    } else if (random.nextInt(4) == 0 || claims.isEmpty()) {
      history.due.putIfAbsent(wish.id, System.nanoTime());
      street.update(
          "UPDATE wish SET claim_by = DATE_SUB(UTC_TIMESTAMP(6), INTERVAL 1 SECOND)"
              + " WHERE id = ? AND claim_by IS NOT NULL",
          Street.id(wish.id));
    } else {
      String claim = pick(random, claims);
      history.due.putIfAbsent(claim, System.nanoTime());
      street.update(
          "UPDATE claim SET contact_by = DATE_SUB(UTC_TIMESTAMP(6), INTERVAL 1 SECOND),"
              + " complete_by = contact_by, next_check_at = contact_by"
              + " WHERE id = ? AND state = 'ACTIVE' AND next_check_at IS NOT NULL",
          Street.id(claim));
    }
    sweeper.run();
  }

  private void read(Known wish, Random random) throws Exception {
    boolean staff = random.nextInt(3) > 0;
    boolean postings = staff && random.nextInt(4) == 0;
    Http.Request request =
        http.get(service.resolve("/api/v1/wishes/" + wish.id + (postings ? "/postings" : "")))
            .bearer(staff ? operator.token() : null);
    long sent = System.nanoTime();
    Answer answer = request.send();
    long done = System.nanoTime();
    if (postings) {
      for (JsonNode posting : answer.json().path("items")) {
        String id = posting.path("id").asText();
        if (!wish.postings.contains(id)) {
          wish.postings.add(id);
        }
      }
    } else {
      history.reads.add(
          new History.Read(wish.id, staff, sent, done, answer.status(), answer.text()));
    }
  }

  // Choosing commands --------------------------------------------------------------------------

  /** Commands to choose from by state of the wish; repetitions raise the probability. */
  private static final Map<String, List<Op>> LIKELY =
      Map.of(
          "DRAFT",
          List.of(Op.SUBMIT, Op.SUBMIT, Op.SUBMIT, Op.SUBMIT, Op.EDIT, Op.EDIT),
          "RETURNED",
          List.of(Op.SUBMIT, Op.SUBMIT, Op.EDIT),
          "SUBMITTED",
          List.of(
              Op.PUBLISH,
              Op.PUBLISH,
              Op.PUBLISH,
              Op.PUBLISH,
              Op.PUBLISH,
              Op.PUBLISH,
              Op.RETURN,
              Op.EDIT,
              Op.HOLD_MEETING),
          "EXPIRED",
          List.of(Op.REPUBLISH, Op.REPUBLISH, Op.REPUBLISH, Op.EDIT, Op.CORRECT),
          "FULFILLED",
          List.of(
              Op.REOPEN,
              Op.REOPEN,
              Op.FOLLOW_UP,
              Op.REFUND,
              Op.REVERSE_POSTING,
              Op.CORRECT,
              Op.CONFIRM),
          "DELIVERED",
          List.of(
              Op.CONFIRM,
              Op.CONFIRM,
              Op.REPORT_DISSATISFACTION,
              Op.REPORT_DISSATISFACTION,
              Op.REFUND,
              Op.REVERSE_POSTING,
              Op.POST_PUBLIC_FUNDS,
              Op.CORRECT,
              Op.DECLINE_INVITATION,
              Op.CLAIM),
          "OPEN",
          List.of(
              Op.INVITE,
              Op.INVITE,
              Op.INVITE,
              Op.ACCEPT,
              Op.ACCEPT,
              Op.ACCEPT,
              Op.JOIN_WAITING_LIST,
              Op.JOIN_WAITING_LIST,
              Op.DECLINE_INVITATION,
              Op.WITHDRAW_INVITATION,
              Op.CLAIM,
              Op.CLAIM,
              Op.CLAIM,
              Op.CLAIM,
              Op.CLAIM,
              Op.CLAIM,
              Op.CLAIM,
              Op.CLAIM,
              Op.APPROVE,
              Op.APPROVE,
              Op.APPROVE,
              Op.APPROVE,
              Op.DECLINE,
              Op.PLEDGE,
              Op.PLEDGE,
              Op.START,
              Op.CONTACT,
              Op.ASSESS,
              Op.DELIVER,
              Op.DELIVER_PART,
              Op.RELEASE,
              Op.REVOKE,
              Op.CLOSE_CLAIMING,
              Op.POST_PUBLIC_FUNDS,
              Op.REVERSE_POSTING,
              Op.EXTEND,
              Op.CHANGE_PARTICIPANTS,
              Op.EDIT,
              Op.EXTEND_CLAIM),
          "CLAIMED",
          List.of(
              Op.JOIN_WAITING_LIST,
              Op.JOIN_WAITING_LIST,
              Op.JOIN_WAITING_LIST,
              Op.DECLINE_INVITATION,
              Op.WITHDRAW_INVITATION,
              Op.RELEASE,
              Op.CLAIM,
              Op.CLAIM,
              Op.CLAIM,
              Op.START,
              Op.START,
              Op.START,
              Op.CONTACT,
              Op.ASSESS,
              Op.PLEDGE,
              Op.DELIVER,
              Op.DELIVER,
              Op.DELIVER_PART,
              Op.RELEASE,
              Op.REVOKE,
              Op.EXTEND_CLAIM,
              Op.CHANGE_PARTICIPANTS,
              Op.POST_PUBLIC_FUNDS,
              Op.REVERSE_POSTING,
              Op.CORRECT),
          "IN_PROGRESS",
          List.of(
              Op.JOIN_WAITING_LIST,
              Op.DECLINE_INVITATION,
              Op.RELEASE,
              Op.DELIVER,
              Op.DELIVER,
              Op.DELIVER,
              Op.DELIVER,
              Op.DELIVER,
              Op.DELIVER_PART,
              Op.PROGRESS,
              Op.PLEDGE,
              Op.START,
              Op.RELEASE,
              Op.REVOKE,
              Op.REFUND,
              Op.REVERSE_POSTING,
              Op.EXTEND_CLAIM,
              Op.EXTEND_CLAIM,
              Op.CORRECT,
              Op.POST_PUBLIC_FUNDS));

  private Command command(Known wish, Random random) {
    List<Op> likely = LIKELY.getOrDefault(wish.state, List.of(Op.FOLLOW_UP, Op.CORRECT));
    Op op = random.nextInt(8) == 0 ? pick(random, List.of(Op.values())) : pick(random, likely);
    boolean drastic = op == Op.WITHDRAW || op == Op.REJECT || op == Op.REFER;
    if (op == Op.CREATE || op.path == null || (drastic && random.nextInt(3) > 0)) {
      op = Op.CLAIM;
    }
    String claim = null;
    Actor holder = null;
    if (op.path.contains("{c}") || (op == Op.REFUND && random.nextInt(4) > 0)) {
      String wanted = op == Op.APPROVE || op == Op.DECLINE ? "PENDING" : "ACTIVE";
      List<String> fitting =
          wish.claimStates.entrySet().stream()
              .filter(one -> one.getValue().equals(wanted))
              .map(Map.Entry::getKey)
              .sorted()
              .toList();
      List<String> all = wish.claims.keySet().stream().sorted().toList();
      if (all.isEmpty()) {
        op = Op.CLAIM;
      } else {
        claim = pick(random, fitting.isEmpty() || random.nextInt(6) == 0 ? all : fitting);
        holder = wish.claims.get(claim);
      }
    }
    String invitation = null;
    if (op.path.contains("{i}")) {
      List<String> all = wish.invitations.keySet().stream().sorted().toList();
      if (all.isEmpty()) {
        op = op == Op.WITHDRAW_INVITATION ? Op.INVITE : Op.JOIN_WAITING_LIST;
      } else {
        // The newest are the most likely to be live.
        invitation = random.nextInt(3) > 0 ? all.getLast() : pick(random, all);
        holder = wish.invitations.get(invitation);
      }
    }
    Actor actor = actor(op, wish, holder, random);
    Map<String, Object> body = body(op, wish, claim, actor, random);
    if (body == null) {
      return null;
    }
    long ifMatch = op == Op.EDIT ? Math.max(1, wish.version - random.nextInt(2)) : 0;
    return new Command(op, actor, wish.id, claim, invitation, body, ifMatch);
  }

  private Actor actor(Op op, Known wish, Actor holder, Random random) {
    boolean odd = random.nextInt(12) == 0;
    if (op.by.contains("CANDIDATE")) {
      return holder == null || odd ? pick(random, claimants) : holder;
    }
    if (op.by.contains("HOLDER") && holder != null) {
      return odd ? pick(random, claimants) : holder;
    }
    if (op.by.contains("HOLDER") && !op.by.contains("OPERATOR")) {
      return pick(random, claimants);
    }
    if (op.by.contains("OWNER") && random.nextInt(4) > 0) {
      return wish.owner;
    }
    if (op.by.contains("COLLECTOR") && random.nextInt(3) == 0) {
      return collector;
    }
    return odd && op.by.contains("OPERATOR") ? stranger : operator;
  }

  private Map<String, Object> body(Op op, Known wish, String claim, Actor actor, Random random) {
    Map<String, Object> body = new LinkedHashMap<>();
    switch (op) {
      case EDIT -> {
        body.putAll(wish.draft);
        body.remove("resident");
        terms(body, "PROJECT".equals(body.get("kind")), random);
      }
      case RETURN, REJECT, RESUME, CLOSE_CLAIMING, WITHDRAW -> body.put("reason", "说明原因");
      case REFER -> {
        body.put("to", "街道办");
        body.put("reason", "说明原因");
      }
      case PUBLISH -> {
        body.put("publicTitle", "更换扶手");
        body.put("attested", true);
      }
      case REPUBLISH, EXTEND -> body.put("claimBy", date(random));
      case EXTEND_CLAIM -> {
        body.put("completeBy", date(random));
        if (random.nextBoolean()) {
          body.put("reason", "等配件");
        }
      }
      case CONFIRM -> {
        body.put("rating", 1 + random.nextInt(5));
        proxy(body, actor, random);
      }
      case REPORT_DISSATISFACTION, REOPEN -> {
        String wanted = op == Op.REOPEN ? "COMPLETED" : "ACTIVE";
        List<String> redo = new ArrayList<>();
        wish.claims.keySet().stream()
            .sorted()
            .filter(
                id ->
                    random.nextInt(6) == 0
                        || (wanted.equals(wish.claimStates.get(id)) && random.nextInt(3) > 0))
            .forEach(redo::add);
        if (redo.isEmpty()) {
          if (wish.claims.isEmpty()) {
            return null;
          }
          redo.add(pick(random, wish.claims.keySet().stream().sorted().toList()));
        }
        body.put("claims", redo);
        body.put("reason", "还没有做好");
        if (op == Op.REPORT_DISSATISFACTION) {
          proxy(body, actor, random);
        }
      }
      case CORRECT -> {
        body.put("entry", wish.firstEntry);
        body.put(
            "values",
            random.nextBoolean()
                ? Map.of("category", pick(random, "GOODS", "SERVICE", "PUBLIC_GOOD"))
                : Map.of("budget", yuan(25_00L * (1 + random.nextInt(10)))));
        body.put("reason", "登记有误");
      }
      case POST_PUBLIC_FUNDS -> {
        body.put("movement", pick(random, "PLEDGE", "PLEDGE", "SPEND", "RELEASE"));
        body.put("amount", amount(random));
      }
      case REFUND -> {
        if (claim != null) {
          body.put("claim", claim);
        }
        body.put("amount", amount(random));
        body.put("form", claim == null ? "PUBLIC_FUNDS" : pick(random, "CASH", "CASH", "LABOUR"));
      }
      case REVERSE_POSTING -> {
        if (wish.postings.isEmpty()) {
          return null;
        }
        body.put("posting", pick(random, wish.postings));
        body.put("replacement", random.nextInt(3) == 0 ? "0.00" : amount(random));
        body.put("reason", "记错了");
      }
      case HOLD_MEETING -> {
        body.put("heldAt", "2024-03-01T10:00:00+08:00");
        body.put("participants", 5);
        body.put("attendees", "居民代表");
        body.put("agreed", "同意施工");
      }
      case FOLLOW_UP -> {
        body.put("visitedOn", LocalDate.now(ZoneId.of("Asia/Shanghai")).toString());
        body.put("result", "SATISFIED");
      }
      case CLAIM -> {
        boolean amount = "AMOUNT".equals(wish.draft.get("capacity"));
        if (random.nextInt(3) == 0 || (amount && random.nextInt(10) > 0)) {
          body.put("pledge", Map.of("amount", amount(random), "form", form(random)));
        }
        participants(body, actor, random);
      }
      case INVITE -> {
        Actor invited = pick(random, claimants);
        body.put(
            "claimant",
            Map.of(
                "type",
                invited.role() == Role.STEWARD ? "ORGANISATION" : "MEMBER",
                "id",
                invited.id()));
        body.put("reserved", random.nextInt(3) > 0);
      }
      case CHANGE_PARTICIPANTS -> {
        body.put("participants", List.of());
        // The participants come from the claimant's organisation, so that the command is valid.
        Actor holder = wish.claims.get(claim);
        participants(body, holder, random);
      }
      case PLEDGE -> {
        body.put("amount", amount(random));
        body.put("form", form(random));
      }
      case ASSESS, PROGRESS -> body.put("note", "去看过了");
      case DELIVER, DELIVER_PART -> {
        body.put("note", "装好了");
        if (op == Op.DELIVER_PART) {
          body.put("partial", true);
        }
        if (random.nextInt(3) == 0) {
          body.put("spent", List.of(Map.of("amount", amount(random), "form", form(random))));
        }
      }
      case DECLINE, RELEASE, REVOKE -> {
        body.put("reason", pick(random, "UNABLE", "OTHER"));
        body.put("note", "说明原因");
      }
      case CREATE,
          SUBMIT,
          APPROVE,
          CONTACT,
          START,
          LAPSE,
          MARK_OVERDUE,
          EXPIRE,
          ARCHIVE,
          JOIN_WAITING_LIST,
          ACCEPT,
          DECLINE_INVITATION,
          WITHDRAW_INVITATION,
          EXPIRE_INVITATION,
          OFFER_PLACE -> {}
    }
    return body;
  }

  private void participants(Map<String, Object> body, Actor holder, Random random) {
    List<String> named = new ArrayList<>();
    for (String member : colleagues.getOrDefault(holder.id(), List.of())) {
      if (random.nextInt(3) == 0) {
        named.add(member);
      }
    }
    if (!named.isEmpty()) {
      body.put("participants", named);
    }
  }

  private static void proxy(Map<String, Object> body, Actor actor, Random random) {
    boolean resident = actor.role() == Role.RESIDENT;
    if (random.nextInt(10) < (resident ? 1 : 8)) {
      body.put("proxy", Map.of("reason", pick(random, "CANNOT_USE_PHONE", "NO_ANSWER")));
    }
  }

  private static String date(Random random) {
    return (2090 + random.nextInt(10)) + "-06-01T00:00:00+08:00";
  }

  private static String amount(Random random) {
    return random.nextInt(3) == 0
        ? yuan(1 + random.nextInt(20_000))
        : yuan(1_000L * (1 + random.nextInt(5)));
  }

  private static String form(Random random) {
    return pick(random, "CASH", "CASH", "GOODS", "LABOUR");
  }

  private static String yuan(long fen) {
    return java.math.BigDecimal.valueOf(fen, 2).toPlainString();
  }

  @SafeVarargs
  private static <T> T pick(Random random, T... from) {
    return from[random.nextInt(from.length)];
  }

  private static <T> T pick(Random random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  // Sending ------------------------------------------------------------------------------------

  private String key() {
    return "model-" + run + "-" + keys.incrementAndGet();
  }

  /** Sends the same request twice at once, like a client that got no answer. */
  private void twice(int client, Command command, String key) throws Exception {
    Http.Request request = request(command, key);
    long sent = System.nanoTime();
    CompletableFuture<Answer> other = request.sendAsync();
    give(client, command, key);
    Answer answer = other.get();
    heard(client, command, key, sent, System.nanoTime(), answer);
  }

  private Call give(int client, Command command, String key) throws IOException {
    Http.Request request = request(command, key);
    long sent = System.nanoTime();
    Answer answer = request.send();
    return heard(client, command, key, sent, System.nanoTime(), answer);
  }

  private Http.Request request(Command command, String key) {
    Op op = command.op();
    String path =
        op.path
            .replace("{w}", String.valueOf(command.wish()))
            .replace("{c}", String.valueOf(command.claim()))
            .replace("{i}", String.valueOf(command.invitation()));
    Http.Request request =
        http.request(op.method(), service.resolve("/api/v1" + path))
            .timeout(Duration.ofSeconds(60))
            .bearer(command.actor().token())
            .key(key)
            .json(command.body());
    if (command.ifMatch() > 0) {
      request.header("If-Match", "\"" + command.ifMatch() + "\"");
    }
    return request;
  }

  private Call heard(int client, Command command, String key, long sent, long done, Answer answer) {
    Call call =
        new Call(client, command, key, sent, done, answer.status(), answer.text(), answer.json());
    history.calls.add(call);
    if (key != null && command.op() != Op.CREATE) {
      past.add(call);
    }
    learn(call);
    return call;
  }

  private void learnInvitation(Known wish, Call call) {
    Command command = call.command();
    String item = call.body().path("item").asText();
    switch (command.op()) {
      case INVITE -> {
        Map<String, Object> claimant = command.object("claimant");
        wish.invitations.put(
            item, history.claimants.get(claimant.get("type") + ":" + claimant.get("id")));
      }
      case JOIN_WAITING_LIST -> wish.invitations.put(item, command.actor());
      default -> {}
    }
  }

  private void learn(Call call) {
    for (Known wish : wishes) {
      if (wish.id.equals(call.wish())) {
        if (call.accepted()) {
          wish.state = call.body().path("state").asText();
          wish.version = call.body().path("version").asLong();
          learnInvitation(wish, call);
          String claim = call.body().at("/claim/id").asText("");
          if (!claim.isEmpty()) {
            if (call.command().op().entry().equals("CLAIM")) {
              wish.claims.putIfAbsent(claim, call.command().actor());
            }
            wish.claimStates.put(claim, call.body().at("/claim/state").asText());
          } else if (call.command().op() == Op.CONFIRM) {
            wish.claimStates.replaceAll((id, was) -> was.equals("ACTIVE") ? "COMPLETED" : was);
          } else if (call.command().op() == Op.REOPEN) {
            wish.claimStates.replaceAll((id, was) -> was.equals("COMPLETED") ? "ACTIVE" : was);
          }
        } else if (call.refusal().equals("WRONG_STATE")) {
          wish.state = call.body().path("state").asText(wish.state);
        }
      }
    }
  }
}
