package org.microwish.ledger.leaf;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One ledger entry as it is published. {@link #bytes} is called once, when the entry is written;
 * its result is stored, hashed and served unchanged. {@code src/docs/ledger-leaf.md} describes the
 * facts of each entry type.
 *
 * @param entryId the entry's id, 13 characters
 * @param type what happened; see {@link EntryType}
 * @param aggregateType the type of the changed aggregate
 * @param aggregateId the aggregate's id as shown in leaves; a pseudonym for a person
 * @param version the aggregate's version after the change, from 1 without gaps
 * @param actor who did it
 * @param occurredAt when it happened
 * @param recordedAt when it was recorded
 * @param transition the change of state
 * @param facts everything that statistics and the verifier need, as values that {@link
 *     CanonicalJson} accepts
 * @param postings the money that moved
 * @param commitments commitments to values that the leaf does not show
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
    List<Commitment> commitments) {

  /** The newest version of the schema, the member {@code v}; see {@link #schema()}. */
  public static final long NEWEST_SCHEMA = 2;

  /** The largest leaf that an entry bundle can hold (tlog-tiles: a 16-bit length). */
  public static final int MAX_BYTES = 65_535;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  public Leaf {
    facts = Map.copyOf(facts);
    postings = List.copyOf(postings);
    commitments = List.copyOf(commitments);
  }

  /** The schema of this leaf: the later one of its aggregate's and its entry's type. */
  private long schema() {
    return schema(aggregateType, type);
  }

  private static long schema(AggregateType aggregateType, EntryType type) {
    return Math.max(aggregateType.schema(), type.schema());
  }

  /**
   * The canonical bytes.
   *
   * @throws IllegalArgumentException when there are more than {@link #MAX_BYTES}
   */
  public byte[] bytes() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("v", schema());
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
   * @throws UnknownSchemaException when the leaf has a later schema
   * @throws IllegalArgumentException when the bytes are not a canonical leaf of its type's schema
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
      Map<String, Object> aggregate = object(map.get("aggregate"));
      AggregateType aggregateType = AggregateType.valueOf(text(aggregate, "type"));
      EntryType type = EntryType.valueOf(text(map, "type"));
      if (schema < Math.max(aggregateType.oldestSchema(), type.oldestSchema())
          || schema > schema(aggregateType, type)) {
        throw new IllegalArgumentException(
            "leaf schema " + schema + " instead of " + schema(aggregateType, type));
      }
      Map<String, Object> who = object(map.get("actor"));
      Map<String, Object> change = object(map.get("transition"));
      List<MoneyMove> moves = new ArrayList<>();
      if (map.get("postings") instanceof List<?> list) {
        for (Object item : list) {
          Map<String, Object> move = object(item);
          Map<String, Long> amounts = new LinkedHashMap<>();
          object(move.get("fenByClaim")).forEach((claim, fen) -> amounts.put(claim, (Long) fen));
          moves.add(
              new MoneyMove(text(move, "from"), text(move, "to"), text(move, "form"), amounts));
        }
      }
      List<Commitment> commitments = new ArrayList<>();
      if (map.containsKey("commitments")) {
        object(map.get("commitments"))
            .forEach((field, mac) -> commitments.add(new Commitment(field, (String) mac)));
      }
      return new Leaf(
          text(map, "entryId"),
          type,
          aggregateType,
          text(aggregate, "id"),
          (Long) aggregate.get("version"),
          new Actor(text(who, "id"), (String) who.get("organisation"), text(who, "role")),
          Instant.parse(text(map, "occurredAt")),
          Instant.parse(text(map, "recordedAt")),
          new Transition(
              text(change, "command"), (String) change.get("from"), (String) change.get("to")),
          object(map.get("facts")),
          moves,
          commitments);
    } catch (ClassCastException | NullPointerException | java.time.DateTimeException malformed) {
      throw new IllegalArgumentException("not a leaf", malformed);
    }
  }

  /** Formats a time as leaves contain it, for use in facts: UTC, exactly six decimals. */
  public static String time(Instant moment) {
    return TIME.format(moment);
  }

  /** The leaf hash of RFC 9162 section 2.1.1: SHA-256 of 0x00 and the bytes. */
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

  private static String text(Map<String, Object> map, String key) {
    return java.util.Objects.requireNonNull((String) map.get(key));
  }
}
