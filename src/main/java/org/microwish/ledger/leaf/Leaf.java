package org.microwish.ledger.leaf;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One ledger entry as it is published. {@link #bytes} is called once, when the entry is written;
 * the result is stored, hashed and served unchanged. {@code src/docs/ledger-leaf.md} describes the
 * facts of each entry type.
 *
 * @param entryId the entry's id, 13 characters
 * @param type what the entry records
 * @param aggregateType the type of the changed aggregate
 * @param aggregateId the aggregate's id as shown in leaves; a pseudonym for a person
 * @param version the aggregate's version after the change, from 1 without gaps
 * @param actor who made the change
 * @param occurredAt when the change happened
 * @param recordedAt when the change was recorded
 * @param transition the change of state
 * @param facts everything that statistics and the verifier need, as values that {@link
 *     CanonicalJson} accepts
 * @param postings the money that moved
 * @param commitments commitments to values that the leaf does not show
 * @param schema the schema version, the leaf's member {@code v}; decides which facts it must have
 */
public record Leaf(
    String entryId,
    EntryType type,
    AggregateType aggregateType,
    String aggregateId,
    long version,
    Actor actor,
    Instant occurredAt,
    Instant recordedAt,
    Transition transition,
    Map<String, Object> facts,
    List<MoneyMove> postings,
    List<Commitment> commitments,
    long schema) {

  /** The latest schema version that this program can read. */
  public static final long NEWEST_SCHEMA = 2;

  /**
   * Maximum size of a leaf in bytes: an entry bundle stores it as a 16-bit number (C2SP
   * tlog-tiles).
   */
  public static final int MAX_BYTES = 65_535;

  private static final Set<String> MEMBERS =
      Set.of(
          "v",
          "entryId",
          "type",
          "aggregate",
          "actor",
          "occurredAt",
          "recordedAt",
          "transition",
          "facts",
          "postings",
          "commitments");

  private static final Set<String> AGGREGATE = Set.of("type", "id", "version");
  private static final Set<String> ACTOR = Set.of("id", "organisation", "role");
  private static final Set<String> TRANSITION = Set.of("command", "from", "to");
  private static final Set<String> POSTING = Set.of("from", "to", "form", "fenByClaim");

  private static final Pattern FIELD = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final Pattern MAC = Pattern.compile("[A-Za-z0-9_-]{43}");

  private static final int TIME_LENGTH = "2024-01-01T00:00:00.000000Z".length();

  private static final int YEAR_LENGTH = 4;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  public Leaf {
    facts = Map.copyOf(facts);
    postings = List.copyOf(postings);
    commitments = List.copyOf(commitments);
  }

  /** Creates a new leaf, which has the newest schema of its types. */
  public Leaf(
      String entryId,
      EntryType type,
      AggregateType aggregateType,
      String aggregateId,
      long version,
      Actor actor,
      Instant occurredAt,
      Instant recordedAt,
      Transition transition,
      Map<String, Object> facts,
      List<MoneyMove> postings,
      List<Commitment> commitments) {
    this(
        entryId,
        type,
        aggregateType,
        aggregateId,
        version,
        actor,
        occurredAt,
        recordedAt,
        transition,
        facts,
        postings,
        commitments,
        schemas(aggregateType, type, facts).newest());
  }

  /**
   * Returns the schema versions that a leaf of these types with these facts can have. The facts
   * {@code lateRecord} and {@code invitations} need schema version 2. A verifier that knows only
   * version 1 would mistake the operator who enters a late record for the person who acted, and
   * does not know the fact {@code invitations}.
   */
  private static Schemas schemas(
      AggregateType aggregateType, EntryType type, Map<String, Object> facts) {
    Schemas schemas = aggregateType.schemas().and(type.schemas());
    boolean second = facts.containsKey("lateRecord") || facts.containsKey("invitations");
    return second ? schemas.and(Schemas.SECOND) : schemas;
  }

  /**
   * Returns the leaf in canonical form, the bytes that are stored, hashed and served.
   *
   * @throws IllegalArgumentException when there are more than {@link #MAX_BYTES}
   */
  public byte[] bytes() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("v", schema);
    map.put("entryId", entryId);
    map.put("type", type.name());
    map.put(
        "aggregate", Map.of("type", aggregateType.name(), "id", aggregateId, "version", version));
    Map<String, Object> who = new LinkedHashMap<>();
    who.put("id", actor.pseudonym());
    putIfKnown(who, "organisation", actor.organisation());
    who.put("role", actor.role());
    map.put("actor", who);
    map.put("occurredAt", time(occurredAt));
    map.put("recordedAt", time(recordedAt));
    Map<String, Object> change = new LinkedHashMap<>();
    change.put("command", transition.command());
    putIfKnown(change, "from", transition.from());
    putIfKnown(change, "to", transition.to());
    map.put("transition", change);
    map.put("facts", facts);
    if (!postings.isEmpty()) {
      List<Object> moves = new ArrayList<>();
      for (MoneyMove move : postings) {
        moves.add(
            Map.of(
                "from", move.from(),
                "to", move.to(),
                "form", move.form(),
                "fenByClaim", move.fenByClaim()));
      }
      map.put("postings", moves);
    }
    if (!commitments.isEmpty()) {
      Map<String, Object> macs = new LinkedHashMap<>();
      commitments.forEach(commitment -> macs.put(commitment.field(), commitment.mac()));
      map.put("commitments", macs);
    }
    byte[] bytes = CanonicalJson.write(map);
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException("leaf too large: " + bytes.length + " bytes");
    }
    return bytes;
  }

  /**
   * Parses a leaf.
   *
   * @throws UnknownSchemaException when the schema version is later than {@link #NEWEST_SCHEMA}
   * @throws IllegalArgumentException when the bytes are not a leaf in canonical form, or when the
   *     leaf's types never had its schema version
   */
  public static Leaf parse(byte[] bytes) {
    try {
      Map<String, Object> map = object(CanonicalJson.parse(bytes));
      if (!(map.get("v") instanceof Long schema)) {
        throw new IllegalArgumentException("a leaf without a schema version");
      }
      if (schema > NEWEST_SCHEMA) {
        throw new UnknownSchemaException(schema);
      }
      requireOnly(MEMBERS, map);
      Map<String, Object> aggregate = only(AGGREGATE, map.get("aggregate"));
      AggregateType aggregateType = AggregateType.valueOf(text(aggregate, "type"));
      EntryType type = EntryType.valueOf(text(map, "type"));
      Map<String, Object> facts = object(map.get("facts"));
      Schemas schemas = schemas(aggregateType, type, facts);
      if (!schemas.contain(schema)) {
        throw new IllegalArgumentException(
            "leaf schema " + schema + " instead of " + schemas.newest());
      }
      Map<String, Object> who = only(ACTOR, map.get("actor"));
      Map<String, Object> change = only(TRANSITION, map.get("transition"));
      List<MoneyMove> moves = new ArrayList<>();
      if (map.containsKey("postings")) {
        for (Object item : filled((List<?>) map.get("postings"))) {
          Map<String, Object> move = only(POSTING, item);
          Map<String, Long> amounts = new LinkedHashMap<>();
          object(move.get("fenByClaim")).forEach((claim, fen) -> amounts.put(claim, (Long) fen));
          moves.add(
              new MoneyMove(text(move, "from"), text(move, "to"), text(move, "form"), amounts));
        }
      }
      List<Commitment> commitments = new ArrayList<>();
      if (map.containsKey("commitments")) {
        object(map.get("commitments"))
            .forEach((field, mac) -> commitments.add(commitment(field, (String) mac)));
        filled(commitments);
      }
      return new Leaf(
          text(map, "entryId"),
          type,
          aggregateType,
          text(aggregate, "id"),
          (Long) aggregate.get("version"),
          new Actor(text(who, "id"), (String) who.get("organisation"), text(who, "role")),
          time(text(map, "occurredAt")),
          time(text(map, "recordedAt")),
          new Transition(
              text(change, "command"), (String) change.get("from"), (String) change.get("to")),
          facts,
          moves,
          commitments,
          schema);
    } catch (ClassCastException | NullPointerException | DateTimeException malformed) {
      throw new IllegalArgumentException("not a leaf", malformed);
    }
  }

  /**
   * Checks the form of a commitment: a leaf is public, so the commitment must not contain plain
   * text.
   */
  private static Commitment commitment(String field, String mac) {
    if (!FIELD.matcher(field).matches() || !MAC.matcher(mac).matches()) {
      throw new IllegalArgumentException("a commitment of another form");
    }
    return new Commitment(field, mac);
  }

  /**
   * Formats a time as leaves contain it: in UTC, with exactly six decimals. Facts must use this
   * form too.
   */
  public static String time(Instant moment) {
    return TIME.format(moment);
  }

  /**
   * Reads a time in a fact. Facts of old leaves can have fewer decimals than {@link #time(Instant)}
   * writes, or another offset than UTC. Years must have four digits, so that callers can add days
   * and months without an overflow.
   *
   * @throws DateTimeException when the text is not such a time
   */
  public static Instant timeOfFact(String text) {
    if (text.indexOf('-') != YEAR_LENGTH) {
      throw new DateTimeException("a year that does not have four digits: " + text);
    }
    return OffsetDateTime.parse(text).toInstant();
  }

  /** Reads a time in the form that {@link #time(Instant)} writes, and in no other. */
  private static Instant time(String text) {
    if (text.length() != TIME_LENGTH) {
      throw new DateTimeException(text);
    }
    // Reads the digits itself, because Instant.parse takes a large part of the time for a leaf.
    return LocalDateTime.of(
            number(text, 0, 4, '-'),
            number(text, 5, 7, '-'),
            number(text, 8, 10, 'T'),
            number(text, 11, 13, ':'),
            number(text, 14, 16, ':'),
            number(text, 17, 19, '.'),
            number(text, 20, 26, 'Z') * 1_000)
        .toInstant(ZoneOffset.UTC);
  }

  private static int number(String text, int from, int to, char end) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new DateTimeException(text);
      }
      value = 10 * value + digit;
    }
    if (text.charAt(to) != end) {
      throw new DateTimeException(text);
    }
    return value;
  }

  /**
   * Returns the leaf hash of RFC 9162 section 2.1.1: the SHA-256 of 0x00 followed by the leaf's
   * bytes.
   */
  public static byte[] hash(byte[] bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((byte) 0);
      return digest.digest(bytes);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static void putIfKnown(Map<String, Object> map, String key, Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }

  @SuppressWarnings("unchecked") // CanonicalJson.parse makes string keys only.
  private static Map<String, Object> object(Object value) {
    return (Map<String, Object>) (Map<?, ?>) java.util.Objects.requireNonNull((Map<?, ?>) value);
  }

  private static Map<String, Object> only(Set<String> members, Object value) {
    Map<String, Object> object = object(value);
    requireOnly(members, object);
    return object;
  }

  private static void requireOnly(Set<String> members, Map<String, Object> object) {
    for (String name : object.keySet()) {
      if (!members.contains(name)) {
        throw new IllegalArgumentException("a leaf has no member " + name);
      }
    }
  }

  private static List<?> filled(List<?> list) {
    if (list.isEmpty()) {
      throw new IllegalArgumentException("postings or commitments without content");
    }
    return list;
  }

  private static String text(Map<String, Object> map, String key) {
    return java.util.Objects.requireNonNull((String) map.get(key));
  }
}
