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
 * Draws a sample of wishes, in a way that everybody who has the leaves can repeat. The population
 * are the WISH aggregates whose leaf of version 1 is among the first leaves of the tree. Each has a
 * ticket: the SHA-256 of {@code microwish/sample/v1 ‖ 0x0A ‖ seed ‖ 0x0A ‖ wish id}, all UTF-8.
 * From each stratum those with the smallest tickets are drawn, in the order of the tickets. The
 * stratum of a wish follows from the fact {@code wish} of its leaf of version 1, whatever is
 * corrected later.
 */
public final class SampleDraw {

  /** Domain separation: distinguishes tickets from other hashes. */
  public static final String DOMAIN = "microwish/sample/v1";

  /** The name of the only stratum of a sample without strata. */
  public static final String ALL = "ALL";

  /** The stratum of wishes whose first leaf does not name what divides them. */
  public static final String UNKNOWN = "UNKNOWN";

  private static final int STREET_DIGITS = 9;

  /** What divides the wishes into strata. */
  public enum Stratum {
    /** WISH or PROJECT. */
    KIND,
    /** The first 9 digits of the community's path. */
    STREET,
    /** The community's path. */
    COMMUNITY
  }

  /**
   * A wish of the population.
   *
   * @param leafIndex the index of its leaf of version 1
   * @param ticket 64 hex digits
   */
  public record Candidate(String wishId, long leafIndex, String ticket) {}

  private final String prefix;
  private final Stratum stratum;
  private final Map<String, List<Candidate>> strata = new TreeMap<>();

  /**
   * @param stratum null for no strata
   */
  public SampleDraw(String seed, Stratum stratum) {
    this.prefix = prefix(seed);
    this.stratum = stratum;
  }

  /** The text that precedes a wish's id in the hashed text. */
  public static String prefix(String seed) {
    return DOMAIN + "\n" + seed + "\n";
  }

  /** The ticket of a wish: 64 hex digits in lower case. */
  public static String ticket(String seed, String wishId) {
    return hash(prefix(seed) + wishId);
  }

  /** Adds a leaf's wish to the population if it is a wish's first leaf. */
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

  /** The names of the strata with the number of their wishes. */
  public Map<String, Integer> populations() {
    Map<String, Integer> sizes = new TreeMap<>();
    strata.forEach((name, wishes) -> sizes.put(name, wishes.size()));
    return sizes;
  }

  /** Draws at most {@code count} wishes from each stratum. */
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
