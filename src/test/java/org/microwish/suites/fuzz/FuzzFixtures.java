package org.microwish.suites.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Contract;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/**
 * The callers and the objects of a run. Requests refer only to objects that earlier requests of
 * this run created, or that this class creates, so that the data of other tests stays unchanged.
 */
final class FuzzFixtures {

  private static final int KEPT = 200;
  private static final List<String> UNKNOWN = List.of("0D1RZQ4J8M3TB", "0000000000000");

  private final Map<String, List<String>> ids = new ConcurrentHashMap<>();
  private final Map<Role, String> tokens = new EnumMap<>(Role.class);
  private final AtomicInteger accounts = new AtomicInteger();
  private final String run;
  private final long member;
  private final long organisation;

  FuzzFixtures(long seed) {
    Street street = Street.here();
    organisation = street.organisation();
    member = street.member(organisation);
    run = "fuzz-" + seed + "-" + Id.text(organisation);
    add("organisations", Id.text(organisation));
    add("members", Id.text(member));
    add("members", Id.text(street.member(organisation)));
    for (Role role : Role.values()) {
      if (role != Role.SYSTEM) {
        tokens.put(role, fresh(role, run + "-" + role));
      }
    }
  }

  private String fresh(Role role, String account) {
    String path = Street.STREET.substring(0, 9);
    return Tokens.of(
        switch (role) {
          case MEMBER -> new Caller(account, role, member, null, null);
          case STEWARD -> new Caller(account, role, null, organisation, null);
          case COLLECTOR -> new Caller(account, role, null, null, Street.COMMUNITY);
          case OPERATOR, AUDITOR, PARTNER -> new Caller(account, role, null, null, path);
          case RESIDENT, ADMINISTRATOR, SYSTEM -> new Caller(account, role, null, null, null);
        });
  }

  /** Returns the token of a role's account. */
  String token(Role role) {
    return tokens.get(role);
  }

  /** Returns the token of a new account, for operations that revoke their caller's tokens. */
  String throwaway(Role role) {
    return fresh(role, run + "-once-" + accounts.incrementAndGet());
  }

  void add(String collection, String id) {
    List<String> known = ids.computeIfAbsent(collection, key -> new CopyOnWriteArrayList<>());
    if (known.size() < KEPT) {
      known.add(id);
    } else {
      // Keeps recent ids, whose objects can still change state.
      known.set(Math.floorMod(id.hashCode(), KEPT), id);
    }
  }

  /** Returns an id of that collection; occasionally of another collection, or an unknown one. */
  String id(String collection, Random random) {
    List<String> known = ids.getOrDefault(collection, List.of());
    if (known.isEmpty() || random.nextInt(20) == 0) {
      List<List<String>> others =
          ids.entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .map(Map.Entry::getValue)
              .toList();
      known = random.nextInt(3) == 0 ? UNKNOWN : others.get(random.nextInt(others.size()));
    }
    int size = known.size();
    return known.get(
        random.nextBoolean() ? random.nextInt(size) : size - 1 - random.nextInt(Math.min(size, 8)));
  }

  /** Returns a division code, in most cases of an existing division. */
  String division(Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> Street.STREET;
      case 1 -> Street.ELSEWHERE;
      case 2 -> Street.NEIGHBOUR;
      case 3 -> Street.COMMUNITY + "G01";
      case 4 -> "440199001" + (100 + random.nextInt(900));
      case 5 -> "99";
      default -> Street.COMMUNITY;
    };
  }

  /**
   * Records the ids in a successful answer: cursors and postings of reads, created objects of other
   * operations.
   */
  void learn(Contract.Operation operation, String location, JsonNode body) {
    if (body.hasNonNull("nextCursor")) {
      add("cursors", body.path("nextCursor").asText());
    }
    if (operation.method().equals("GET")) {
      if (operation.id().equals("listPostings")) {
        body.path("items").forEach(posting -> add("postings", posting.path("id").asText()));
      }
      return;
    }
    if (body.hasNonNull("wishId") && operation.id().equals("createWish")) {
      add("wishes", body.path("wishId").asText());
    }
    if (operation.id().equals("claimWish")) {
      add("claims", body.at("/claim/id").asText());
    }
    if (body.at("/ledger/entryId").isTextual()) {
      add("entries", body.at("/ledger/entryId").asText());
    }
    String[] parts = location == null ? new String[0] : location.split("/", -1);
    if (parts.length > 4) {
      add(parts[parts.length - 2], parts[parts.length - 1]);
    }
    if (operation.id().endsWith("Evidence") && body.hasNonNull("item")) {
      add("evidence", body.path("item").asText());
    }
  }
}
