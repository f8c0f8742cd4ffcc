package org.microwish.wish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.Id;
import org.microwish.platform.start.DatabaseSettings;
import org.microwish.testing.Answer;
import org.microwish.testing.Http;
import org.microwish.testing.InvitationInvariants;
import org.microwish.testing.PackagedService;
import org.microwish.testing.Street;
import org.microwish.testing.TestDatabase;
import org.microwish.testing.Tokens;
import org.microwish.verify.LeafFindings;

/**
 * Contention test with two instances of the packaged jar on one database. 64 clients concurrently
 * claim, release and approve; answer invitations and join waiting lists; join a group and admit its
 * applicants. Whatever the interleaving, a wish with k places ends with exactly k active claims,
 * nobody takes a place that is held for others, places that become free are offered in the order of
 * the waiting list, a group with k places has exactly k members, all counters agree, and the
 * verifier's rules accept every leaf.
 */
@Tag("packaged")
class ContentionIT {

  private static final int WISHES = 50;
  private static final int CLIENTS = 64;
  private static final long SEED = 20220218;

  /**
   * Number of places of the group that all applicants want to join; the leader takes one of them.
   */
  private static final int PLACES = 50;

  private static final int APPLICANTS = 200;

  /** Problem codes that the loser of a race may get. */
  private static final Set<String> LOST =
      Set.of(
          "WISH_FULL",
          "CLAIMING_CLOSED",
          "ALREADY_CLAIMED",
          "WISH_STATE_CONFLICT",
          "CLAIM_STATE_CONFLICT",
          "CLAIM_LIMIT_REACHED",
          "ALREADY_INVITED",
          "ALREADY_ENDED",
          "PLACE_NOT_HELD",
          "BUDGET_EXCEEDED",
          "IDEMPOTENCY_IN_FLIGHT");

  /** Number of wishes with invitations, held places and waiting lists. */
  private static final int INVITING = 16;

  private record Wanted(String id, int places, boolean approval) {}

  private final AtomicInteger keys = new AtomicInteger();
  private final Map<String, Integer> answers = new ConcurrentHashMap<>();
  private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> waiting = new ConcurrentLinkedQueue<>();
  private List<PackagedService> instances;
  private Http http;
  private final String operator = Tokens.operator("desk-rush", Street.STREET);

  /**
   * Starts an instance with one database connection per client, because this test is not about
   * waiting for connections.
   */
  private static PackagedService instance(DatabaseSettings schema) throws Exception {
    return PackagedService.on(schema)
        .with("QUARKUS_DATASOURCE_JDBC_MAX_SIZE", String.valueOf(CLIENTS))
        .with("QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT", "20S")
        .with("MICROWISH_SWEEPER_EVERY", "1S")
        .start(PackagedService.freePort());
  }

  @Test
  void aWishEndsWithExactlyAsManyClaimsAsItHasPlaces() throws Exception {
    DatabaseSettings schema = TestDatabase.grantedSchema("contention");
    try (PackagedService one = instance(schema);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        Http client = new Http(Duration.ofSeconds(10))) {
      one.awaitReady();
      try (PackagedService two = instance(schema)) {
        two.awaitReady();
        instances = List.of(one, two);
        http = client;
        Street street = Street.in(() -> TestDatabase.connection(schema));
        rush(street, clients);
        invitations(street, clients);
        pledges(street, clients);
        joins(street, clients);
        checkLedger(street);
      }
    }
  }

  private void rush(Street street, ExecutorService clients) throws Exception {
    Random random = new Random(SEED);
    List<Long> members = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      members.addAll(street.members(street.organisation(), Street.COMMUNITY, 60));
    }
    List<Callable<Wanted>> making = new ArrayList<>();
    for (int i = 0; i < WISHES; i++) {
      int places = 1 + i % 5;
      boolean approval = i % 5 == 4 || i % 10 == 0;
      making.add(() -> wish(places, approval));
    }
    List<Wanted> wishes = all(clients, making);

    // Each wish gets at least four more claimants than places; some claim twice concurrently.
    List<Callable<Boolean>> coming = new ArrayList<>();
    int next = 0;
    for (Wanted wish : wishes) {
      int claimants = wish.places + 4 + random.nextInt(4);
      for (int i = 0; i < claimants; i++) {
        long member = members.get(next++ % members.size());
        boolean gives = random.nextInt(6) == 0;
        coming.add(() -> claim(wish, member, gives));
        if (random.nextInt(8) == 0) {
          coming.add(() -> claim(wish, member, false));
        }
      }
      for (int i = 0; wish.approval && i < 4; i++) {
        coming.add(this::approveOne);
      }
    }
    Collections.shuffle(coming, random);
    long begun = System.nanoTime();
    all(clients, coming);
    double seconds = (System.nanoTime() - begun) / 1e9;
    int won = acknowledged.size();
    System.out.printf(
        "Contention: %d requests in %.1f s by %d clients on 2 instances; %.0f requests/s, %.0f"
            + " claims/s won; answers %s%n",
        coming.size(),
        seconds,
        CLIENTS,
        coming.size() / seconds,
        won / seconds,
        new TreeMap<>(answers));

    // Released places are claimed again, by more members than there are places.
    List<Callable<Boolean>> later = new ArrayList<>();
    for (Wanted wish : wishes) {
      for (int i = 0; i < 8; i++) {
        long member = members.get(next++ % members.size());
        later.add(() -> claim(wish, member, false));
      }
    }
    Collections.shuffle(later, random);
    all(clients, later);
    List<Callable<Boolean>> approving = new ArrayList<>();
    for (int i = waiting.size(); i > 0; i--) {
      approving.add(this::approveOne);
    }
    all(clients, approving);

    for (Wanted wish : wishes) {
      String where = " FROM claim WHERE wish_id = " + Street.id(wish.id) + " AND state = ";
      assertThat(street.number("SELECT COUNT(*)" + where + "'ACTIVE'"))
          .as("active claims of a wish with %d places, approval %s", wish.places, wish.approval)
          .isEqualTo(wish.places);
      assertThat(street.number("SELECT COUNT(*)" + where + "'PENDING'")).isZero();
    }
    checkCounts(street);
    for (Map.Entry<String, String> claim : acknowledged.entrySet()) {
      assertThat(
              street.number(
                  "SELECT COUNT(*) FROM claim WHERE id = "
                      + Street.id(claim.getKey())
                      + " AND wish_id = "
                      + Street.id(claim.getValue())))
          .as("acknowledged claim %s", claim.getKey())
          .isEqualTo(1);
    }
    assertThat(street.number("SELECT COUNT(*) FROM claim"))
        .as("every claim was acknowledged")
        .isEqualTo(acknowledged.size());
  }

  /**
   * Races for wishes with two places, one of which an invitation holds. At the same time, members
   * claim, invited members accept or decline, an operator withdraws invitations and invites others,
   * and members who find a wish full join its waiting list. Then places are released, and other
   * members try to claim them before the waiting members.
   */
  private void invitations(Street street, ExecutorService clients) throws Exception {
    Random random = new Random(SEED);
    List<Long> people = street.members(street.organisation(), Street.COMMUNITY, INVITING * 12);
    Map<String, Integer> told = new ConcurrentHashMap<>();
    Map<String, String> waiting = new ConcurrentHashMap<>();
    List<Wanted> wishes = new ArrayList<>();
    List<Callable<Boolean>> coming = new ArrayList<>();
    for (int i = 0; i < INVITING; i++) {
      Wanted wish = wish(2, false);
      wishes.add(wish);
      List<Long> here = people.subList(i * 12, i * 12 + 12);
      String invitations = "/wishes/" + wish.id + "/invitations";
      boolean accepts = i % 3 > 0;
      String held = asked(told, operator, invitations, inviting(here.get(0), true)).at("/item");
      String open = asked(told, operator, invitations, inviting(here.get(1), false)).at("/item");
      String answer = "/invitations/" + held + (accepts ? "/accept" : "/decline");
      coming.add(() -> asked(told, token(here.get(0)), answer, Map.of()).status() < 300);
      coming.add(() -> asked(told, token(here.get(0)), answer, Map.of()).status() < 300);
      String accept = "/invitations/" + open + "/accept";
      coming.add(() -> asked(told, token(here.get(1)), accept, Map.of()).status() < 300);
      if (i % 4 == 0) {
        String withdraw = "/invitations/" + open + "/withdraw";
        coming.add(() -> asked(told, operator, withdraw, Map.of()).status() < 300);
      }
      coming.add(
          () -> asked(told, operator, invitations, inviting(here.get(2), true)).status() < 300);
      for (long member : here.subList(3, 12)) {
        coming.add(() -> claimOrQueue(told, waiting, wish.id, member));
      }
    }
    Collections.shuffle(coming, random);
    double seconds = seconds(clients, coming);
    InvitationInvariants.assertHold(street);
    System.out.printf(
        "Invitations: %d requests in %.1f s; %d wait; answers %s%n",
        coming.size(), seconds, waiting.size(), new TreeMap<>(told));

    // Claimants release their places. Other members and waiting members try to take these at the
    // same time, until each place is taken or nobody waits.
    List<Callable<Boolean>> later = new ArrayList<>();
    for (String row :
        street.column(
            "SELECT CONCAT(c.id, ' ', c.claimant_id) FROM claim c JOIN invitation i ON i.wish_id ="
                + " c.wish_id AND i.state = 'WAITING' WHERE c.state = 'ACTIVE' AND"
                + " c.claimant_type = 'MEMBER' GROUP BY c.id, c.claimant_id")) {
      String[] claim = row.split(" ", -1);
      String release = "/claims/" + Id.text(Long.parseLong(claim[0])) + "/release";
      String token = token(Long.parseLong(claim[1]));
      later.add(
          () ->
              asked(told, token, release, Map.of("reason", "UNABLE", "note", "临时有事")).status()
                  < 300);
    }
    List<Long> strangers = street.members(street.organisation(), Street.COMMUNITY, later.size());
    for (int i = 0; i < strangers.size(); i++) {
      long stranger = strangers.get(i);
      String claims = "/wishes/" + wishes.get(i % INVITING).id + "/claims";
      later.add(() -> asked(told, token(stranger), claims, Map.of()).status() < 300);
    }
    waiting.forEach(
        (invitation, member) ->
            later.add(
                () ->
                    asked(
                                told,
                                token(Long.parseLong(member)),
                                "/invitations/" + invitation + "/accept",
                                Map.of())
                            .status()
                        < 300));
    Collections.shuffle(later, random);
    all(clients, later);
    Awaitility.await("each place is taken, or nobody waits for it")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              acceptOffers(street, clients, told);
              InvitationInvariants.assertHold(street);
              return street
                  .column(
                      "SELECT w.id FROM wish w WHERE w.places_taken < w.places AND EXISTS (SELECT 1"
                          + " FROM invitation i WHERE i.wish_id = w.id AND i.state = 'WAITING')")
                  .isEmpty();
            });
    checkCounts(street);
    assertThat(street.column("SELECT id FROM wish WHERE places > 0 AND places_taken > places"))
        .isEmpty();
    assertThat(
            street.number("SELECT COUNT(*) FROM ledger_entry WHERE entry_type = 'PLACE_OFFERED'"))
        .as("places that came back were offered, each to one after the other")
        .isPositive()
        .isEqualTo(
            street.number(
                "SELECT COUNT(*) FROM invitation WHERE offered = TRUE AND invited_at IS NOT NULL"));
    System.out.printf("Waiting lists: answers %s%n", new TreeMap<>(told));
  }

  /** Has each member who is offered a place accept it twice, all at the same time. */
  private void acceptOffers(Street street, ExecutorService clients, Map<String, Integer> told)
      throws Exception {
    List<Callable<Boolean>> accepting = new ArrayList<>();
    for (String row :
        street.column(
            "SELECT CONCAT(id, ' ', claimant_id) FROM invitation WHERE state = 'INVITED' AND"
                + " reserved = TRUE")) {
      String[] offer = row.split(" ", -1);
      String accept = "/invitations/" + Id.text(Long.parseLong(offer[0])) + "/accept";
      long member = Long.parseLong(offer[1]);
      accepting.add(() -> asked(told, token(member), accept, Map.of()).status() < 300);
      accepting.add(() -> asked(told, token(member), accept, Map.of()).status() < 300);
    }
    all(clients, accepting);
  }

  /**
   * Claims the wish; joins its waiting list if the claim is refused. Returns whether the claim was
   * accepted.
   */
  private boolean claimOrQueue(
      Map<String, Integer> told, Map<String, String> waiting, String wish, long member)
      throws Exception {
    String token = token(member);
    if (asked(told, token, "/wishes/" + wish + "/claims", Map.of()).status() == 201) {
      return true;
    }
    Answer joined = asked(told, token, "/wishes/" + wish + "/waiting-list", Map.of());
    if (joined.status() < 300) {
      waiting.put(joined.at("/item"), String.valueOf(member));
    }
    return false;
  }

  private static Map<String, Object> inviting(long member, boolean reserved) {
    return Map.of(
        "claimant", Map.of("type", "MEMBER", "id", Id.text(member)), "reserved", reserved);
  }

  private static String token(long member) {
    return Tokens.member("member-" + member, member);
  }

  /**
   * Sends a command, which may be refused because another client was faster, and counts the answer.
   */
  private Answer asked(Map<String, Integer> told, String token, String path, Object body)
      throws Exception {
    Answer answer = command(token, path, body);
    String what = path.substring(path.lastIndexOf('/') + 1);
    told.merge(what + ":" + (answer.status() < 300 ? "done" : answer.code()), 1, Integer::sum);
    return answer;
  }

  private static void checkCounts(Street street) {
    assertThat(
            street.column(
                "SELECT CONCAT(w.id, ': ', w.places_taken, ' ', w.active_claims, ' ',"
                    + " w.pending_claims) FROM wish w WHERE w.places_taken <> (SELECT COUNT(*)"
                    + " FROM claim c WHERE c.wish_id = w.id AND c.state = 'ACTIVE') OR"
                    + " w.active_claims <> w.places_taken OR w.pending_claims <> (SELECT COUNT(*)"
                    + " FROM claim c WHERE c.wish_id = w.id AND c.state = 'PENDING')"))
        .as("wishes whose counters are wrong")
        .isEmpty();
    assertThat(
            street.column(
                "SELECT wish_id FROM claim WHERE state IN ('ACTIVE', 'PENDING')"
                    + " GROUP BY wish_id, claimant_type, claimant_id HAVING COUNT(*) > 1"))
        .as("two live claims of one claimant")
        .isEmpty();
    assertThat(
            street.column(
                "SELECT q.claimant_id FROM claim_quota q WHERE q.live_claims <> (SELECT COUNT(*)"
                    + " FROM claim c WHERE c.claimant_type = q.claimant_type AND c.claimant_id ="
                    + " q.claimant_id AND c.state IN ('ACTIVE', 'PENDING'))"))
        .as("quotas that are wrong")
        .isEmpty();
    assertThat(
            street.number(
                "SELECT MAX(live_claims) FROM claim_quota WHERE claimant_type = 'MEMBER'"))
        .isLessThanOrEqualTo(5);
  }

  private void pledges(Street street, ExecutorService clients) throws Exception {
    Map<String, Object> draft = new TreeMap<>(draft());
    draft.put("kind", "PROJECT");
    draft.put("claimPolicy", "SHARED");
    draft.put("capacity", "AMOUNT");
    draft.put("budget", "1000.00");
    String project = publish(draft);
    List<Callable<Boolean>> coming = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      long organisation = street.organisation();
      String steward = Tokens.steward("steward-" + organisation, organisation);
      coming.add(
          () -> {
            Answer claimed =
                command(
                    steward,
                    "/wishes/" + project + "/claims",
                    Map.of("pledge", Map.of("amount", "37.50", "form", "CASH")));
            if (claimed.status() == 201) {
              command(
                  steward,
                  "/claims/" + claimed.at("/claim/id") + "/pledges",
                  Map.of("amount", "11.00", "form", "LABOUR"));
            }
            return true;
          });
    }
    all(clients, coming);
    long id = Street.id(project);
    assertThat(
            street.column(
                "SELECT id FROM wish WHERE id = " + id + " AND committed + spent <= budget"))
        .hasSize(1);
    assertThat(
            street.column(
                "SELECT w.id FROM wish w WHERE w.id = "
                    + id
                    + " AND w.committed = (SELECT SUM(p.amount) FROM posting p WHERE p.wish_id ="
                    + " w.id) AND w.committed = (SELECT SUM(c.committed) FROM claim c WHERE"
                    + " c.wish_id = w.id)"))
        .as("the wish, its claims and its postings agree")
        .hasSize(1);
    assertThat(street.number("SELECT CAST(committed AS SIGNED) FROM wish WHERE id = " + id))
        .as("committed amount, once no further pledge fits")
        .isGreaterThan(960);
  }

  /**
   * Has 200 members apply to one group with 50 places, each twice at the same time. The leader and
   * an operator then admit them concurrently, through both instances.
   */
  private void joins(Street street, ExecutorService clients) throws Exception {
    List<Long> people = street.members(street.organisation(), Street.COMMUNITY, APPLICANTS + 1);
    String leader = Tokens.member("leader-rush", people.removeLast());
    Answer proposed =
        command(
            leader,
            "/groups",
            Map.of(
                "kind", "TEAM", "name", "抢名额志愿队", "division", Street.COMMUNITY, "places", PLACES));
    assertThat(proposed.status()).as("%s", proposed.text()).isEqualTo(201);
    String group = proposed.at("/groupId");
    assertThat(command(operator, "/groups/" + group + "/approve", Map.of()).status())
        .isEqualTo(200);
    long id = Street.id(group);
    Map<String, Integer> told = new ConcurrentHashMap<>();

    List<Callable<Boolean>> coming = new ArrayList<>();
    for (long person : people) {
      String token = Tokens.member("joins-" + person, person);
      Callable<Boolean> join = () -> counted(told, token, "/groups/" + group + "/memberships");
      coming.add(join);
      coming.add(join);
    }
    Collections.shuffle(coming, new Random(SEED));
    double joined = seconds(clients, coming);
    assertThat(told)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("201", APPLICANTS, "ALREADY_JOINED", APPLICANTS));

    List<Callable<Boolean>> admitting = new ArrayList<>();
    for (String applied :
        street.column(
            "SELECT id FROM group_membership WHERE state = 'APPLIED' AND group_id = " + id)) {
      String path = "/memberships/" + Id.text(Long.parseLong(applied)) + "/admit";
      admitting.add(() -> counted(told, leader, path));
      admitting.add(() -> counted(told, operator, path));
    }
    Collections.shuffle(admitting, new Random(SEED));
    double admitted = seconds(clients, admitting);
    assertThat(told).containsEntry("200", PLACES - 1);
    assertThat(
            street.column(
                "SELECT CONCAT(g.members, ' ', COUNT(*), ' ', COUNT(DISTINCT m.member_id)) FROM"
                    + " people_group g JOIN group_membership m ON m.group_id = g.id AND m.state ="
                    + " 'IN' WHERE g.id = "
                    + id
                    + " GROUP BY g.members"))
        .as("people who belong to the group")
        .containsExactly("%1$d %1$d %1$d".formatted(PLACES));
    assertThat(
            street.column(
                "SELECT live_key FROM group_membership WHERE live_key IS NOT NULL AND group_id = "
                    + id))
        .hasSize(APPLICANTS + 1);
    assertThat(
            street.number(
                "SELECT MAX(aggregate_version) FROM ledger_entry WHERE aggregate_type = 'GROUP'"
                    + " AND aggregate_id = '"
                    + group
                    + "'"))
        .as("one entry per successful command")
        .isEqualTo(2L + APPLICANTS + PLACES - 1);
    System.out.printf(
        "Joins: %d requests to one group in %.1f s, %.0f joins/s; %d to admit in %.1f s, %.0f/s;"
            + " answers %s%n",
        coming.size(),
        joined,
        APPLICANTS / joined,
        admitting.size(),
        admitted,
        admitting.size() / admitted,
        new TreeMap<>(told));
  }

  private boolean counted(Map<String, Integer> told, String token, String path) throws Exception {
    Answer answer = send(token, path, Map.of(), "join-" + keys.incrementAndGet());
    told.merge(
        answer.status() < 300 ? String.valueOf(answer.status()) : answer.code(), 1, Integer::sum);
    return answer.status() < 300;
  }

  private static double seconds(ExecutorService clients, List<Callable<Boolean>> work)
      throws Exception {
    long begun = System.nanoTime();
    all(clients, work);
    return (System.nanoTime() - begun) / 1e9;
  }

  private static void checkLedger(Street street) {
    Awaitility.await("an empty queue")
        .atMost(Duration.ofSeconds(30))
        .until(() -> street.number("SELECT COUNT(*) FROM ledger_queue") == 0);
    assertThat(
            LeafFindings.of(
                street
                    .column(
                        "SELECT HEX(e.payload) FROM ledger_leaf l JOIN ledger_entry e ON e.entry_id"
                            + " = l.entry_id ORDER BY l.leaf_index")
                    .stream()
                    .map(hex -> HexFormat.of().parseHex(hex))
                    .toList()))
        .as("what the verifier finds in the leaves")
        .isEmpty();
    assertThat(
            street.column(
                "SELECT aggregate_id FROM ledger_entry GROUP BY aggregate_type, aggregate_id"
                    + " HAVING MIN(aggregate_version) <> 1 OR MAX(aggregate_version) <> COUNT(*)"))
        .as("aggregates whose versions have gaps")
        .isEmpty();
    assertThat(street.number("SELECT SUM(version) FROM wish"))
        .as("every version of a wish has its entry")
        .isEqualTo(
            street.number("SELECT COUNT(*) FROM ledger_entry WHERE aggregate_type = 'WISH'"));
  }

  private Wanted wish(int places, boolean approval) throws Exception {
    Map<String, Object> draft = new TreeMap<>(draft());
    draft.put("claimPolicy", "SHARED");
    draft.put("places", places);
    draft.put("needsApproval", approval);
    return new Wanted(publish(draft), places, approval);
  }

  private static Map<String, Object> draft() {
    return Map.of(
        "kind", "WISH",
        "channel", "GRID_WORKER",
        "category", "GOODS",
        "division", Street.COMMUNITY,
        "words", Map.of("title", "抢认领"));
  }

  private String publish(Map<String, Object> draft) throws Exception {
    Answer created = command(operator, "/wishes", draft);
    assertThat(created.status()).as("%s", created.text()).isEqualTo(201);
    String id = created.at("/wishId");
    assertThat(command(operator, "/wishes/" + id + "/submit", Map.of()).status()).isEqualTo(200);
    Answer published =
        command(
            operator, "/wishes/" + id + "/publish", Map.of("publicTitle", "抢认领", "attested", true));
    assertThat(published.status()).as("%s", published.text()).isEqualTo(200);
    return id;
  }

  private boolean claim(Wanted wish, long member, boolean gives) throws Exception {
    String token = Tokens.member("member-" + member, member);
    String key = "claim-" + keys.incrementAndGet();
    String path = "/wishes/" + wish.id + "/claims";
    Answer claimed = send(token, path, Map.of(), key);
    answers.merge(claimed.status() == 201 ? "won" : claimed.code(), 1, Integer::sum);
    if (claimed.status() != 201) {
      assertThat(claimed.code()).as("%s", claimed.text()).isIn(LOST);
      return false;
    }
    String claim = claimed.at("/claim/id");
    acknowledged.put(claim, wish.id);
    if (keys.get() % 7 == 0) {
      assertThat(send(token, path, Map.of(), key).json()).isEqualTo(claimed.json());
    }
    if (wish.approval) {
      waiting.add(claim);
    }
    if (gives) {
      command(token, "/claims/" + claim + "/release", Map.of("reason", "UNABLE", "note", "临时有事"));
    }
    return true;
  }

  private boolean approveOne() throws Exception {
    String claim = waiting.poll();
    if (claim != null) {
      Answer approved = command(operator, "/claims/" + claim + "/approve", Map.of());
      answers.merge(
          approved.status() == 200 ? "approved" : "approve:" + approved.code(), 1, Integer::sum);
    }
    return claim != null;
  }

  private Answer command(String token, String path, Object body) throws Exception {
    Answer answer = send(token, path, body, "key-" + keys.incrementAndGet() + "-rush");
    assertThat(answer.status()).as("%s %s", path, answer.text()).isLessThan(500);
    if (answer.status() >= 400) {
      assertThat(answer.code()).as("%s %s", path, answer.text()).isIn(LOST);
    }
    return answer;
  }

  private Answer send(String token, String path, Object body, String key) throws Exception {
    PackagedService instance = instances.get(Math.floorMod(keys.incrementAndGet(), 2));
    Answer answer =
        http.post(instance.uri("/api/v1" + path))
            .timeout(Duration.ofSeconds(60))
            .bearer(token)
            .key(key)
            .header("If-Match", "*")
            .json(body)
            .send();
    assertThat(answer.status()).as("%s: %s", path, answer.text()).isLessThan(500);
    return answer;
  }

  private static <T> List<T> all(ExecutorService clients, List<Callable<T>> work) throws Exception {
    List<T> results = new ArrayList<>();
    for (Future<T> done : clients.invokeAll(work)) {
      results.add(done.get());
    }
    return results;
  }
}
