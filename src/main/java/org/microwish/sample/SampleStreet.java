package org.microwish.sample;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The plan of the sample street: what is to be on record, and when it happened. Pure and
 * deterministic: every call, on every machine, gives the same plan. It is modelled on the figures
 * that 梅花村街 in Guangzhou published in February 2022; every row is invented.
 *
 * @param subcategories the second level of categories
 * @param divisions widest first
 * @param organisations in order of key
 * @param members in order of organisation
 * @param checkIns of organisations and members, in order of time
 * @param wishes wishes and projects, in the order in which they were written down
 */
public record SampleStreet(
    List<SampleSubcategory> subcategories,
    List<SampleDivision> divisions,
    List<SampleOrganisation> organisations,
    List<SampleMember> members,
    List<SampleCheckIn> checkIns,
    List<SampleWish> wishes) {

  /** The street's code. */
  public static final String STREET = "440104013000";

  /** The street's path. */
  public static final String STREET_PATH = "440104013";

  /** What every invented organisation's and division's name ends with. */
  public static final String MARK = "（示例）";

  private static final long SEED = 20220225;

  /** Makes the plan. */
  public static SampleStreet plan() {
    SampleTexts texts = new SampleTexts();
    Dice dice = new Dice(SEED);
    PartyPlan party = new PartyPlan(dice, texts);
    List<SampleWish> wishes = new WishPlan(dice, texts, party).wishes();
    return new SampleStreet(
        texts.subcategories(),
        party.divisions(),
        party.organisations(),
        party.members(wishes),
        party.checkIns(wishes),
        wishes);
  }

  /**
   * A hash of all of it. A load that another release of the plan began must not be continued with
   * this one.
   *
   * @return SHA-256 in 64 hexadecimal digits
   */
  public String fingerprint() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (List<?> rows :
          List.of(subcategories, divisions, organisations, members, checkIns, wishes)) {
        for (Object row : rows) {
          digest.update(row.toString().getBytes(StandardCharsets.UTF_8));
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
