package org.microwish.ledger.leaf;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Draws a random sample of wishes that everybody who has the leaves can reproduce. The population
 * consists of the WISH aggregates whose leaf of version 1 is among the leaves passed to {@link
 * #add}: the first leaves of the tree, up to a chosen size. The ticket of a wish is the SHA-256 of
 * {@code microwish/sample/v1 ‖ 0x0A ‖ seed ‖ 0x0A ‖ wish id}, all UTF-8. From each stratum the
 * wishes with the smallest tickets are drawn, in the order of the tickets. The stratum of a wish
 * follows from the fact {@code wish} in the leaf of version 1, even if that fact is corrected
 * later.
 */
public final class SampleDraw {

  /** The beginning of the hashed text. It separates tickets from other hashes. */
  public static final String DOMAIN = "microwish/sample/v1";

  /** Name of the single stratum of a sample that is not divided into strata. */
  public static final String ALL = "ALL";

  /**
   * Name of the stratum of wishes whose first leaf lacks the fact by which the wishes are divided.
   */
  public static final String UNKNOWN = "UNKNOWN";

  private static final int STREET_DIGITS = 9;

  /** The property by which wishes are divided into strata. */
  public enum Stratum {
    /** The kind of the wish: WISH or PROJECT. */
    KIND,
    /** The street: the first 9 digits of the community's path. */
    STREET,
    /** The community's path. */
    COMMUNITY
  }

  /**
   * A wish of the population.
   *
   * @param leafIndex the index of the wish's leaf of version 1
   * @param ticket the wish's ticket, 64 hex digits
   */
  public record Candidate(String wishId, long leafIndex, String ticket) {}

  private final String prefix;
  private final Stratum stratum;
  private final Map<String, List<Candidate>> strata = new TreeMap<>();

  /**
   * @param stratum the property by which wishes are divided; null for a single stratum
   */
  public SampleDraw(String seed, Stratum stratum) {
    this.prefix = prefix(seed);
    this.stratum = stratum;
  }

  /** Returns the part of a ticket's hashed text that precedes the wish's id. */
  public static String prefix(String seed) {
    return DOMAIN + "\n" + seed + "\n";
  }

  /** Returns the ticket of a wish: 64 hex digits in lower case. */
  public static String ticket(String seed, String wishId) {
    return hash(prefix(seed) + wishId);
  }

  /**
   * Adds the leaf's aggregate to the population if the leaf is the first leaf of a wish; ignores
   * other leaves.
   */
  public void add(long index, Leaf leaf) {
    if (leaf.aggregateType() == AggregateType.WISH && leaf.version() == 1) {
      strata
          .computeIfAbsent(name(leaf), name -> new ArrayList<>())
          .add(new Candidate(leaf.aggregateId(), index, hash(prefix + leaf.aggregateId())));
    }
  }

  private String name(Leaf leaf) {
    if (stratum == null) {
      return ALL;
    }
    Map<?, ?> wish = leaf.facts().get("wish") instanceof Map<?, ?> facts ? facts : Map.of();
    String community = wish.get("community") instanceof String path ? path : UNKNOWN;
    return switch (stratum) {
      case KIND -> wish.get("kind") instanceof String kind ? kind : UNKNOWN;
      case STREET ->
          community.length() > STREET_DIGITS ? community.substring(0, STREET_DIGITS) : community;
      case COMMUNITY -> community;
    };
  }

  /** Returns the number of wishes in each stratum, by the stratum's name. */
  public Map<String, Integer> populations() {
    Map<String, Integer> sizes = new TreeMap<>();
    strata.forEach((name, wishes) -> sizes.put(name, wishes.size()));
    return sizes;
  }

  /** Draws at most {@code count} wishes from each stratum; returns them by the stratum's name. */
  public Map<String, List<Candidate>> draw(long count) {
    Map<String, List<Candidate>> drawn = new TreeMap<>();
    strata.forEach(
        (name, wishes) ->
            drawn.put(
                name,
                wishes.stream()
                    .sorted(
                        Comparator.comparing(Candidate::ticket)
                            .thenComparingLong(Candidate::leafIndex))
                    .limit(count)
                    .toList()));
    return drawn;
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
