package org.microwish.sample;

import java.time.Instant;
import java.util.List;
import org.microwish.wish.lifecycle.Capacity;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.ClaimPolicy;
import org.microwish.wish.lifecycle.ClaimableBy;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.money.Money;

/**
 * An invented wish or micro-project and all that happened to it.
 *
 * @param key its name in the plan
 * @param subcategory the code of the second level
 * @param division the code of its building, grid or community
 * @param contact who asked
 * @param title what the wall shows; free of personal data
 * @param summary what the wall shows below it; free of personal data
 * @param details for the vault only
 * @param skill the skill that the work needs, or null
 * @param places how many may claim; 0 where the capacity is an amount
 * @param budget of a project; null for a wish
 * @param beneficiaries who is better off
 * @param createdAt when it was written down
 * @param steps what happened from then on, in order of time
 */
public record SampleWish(
    String key,
    WishKind kind,
    Channel channel,
    Category category,
    String subcategory,
    String division,
    Contact contact,
    String title,
    String summary,
    String details,
    String skill,
    ClaimPolicy policy,
    Capacity capacity,
    int places,
    boolean needsApproval,
    ClaimableBy claimableBy,
    Money budget,
    Beneficiaries beneficiaries,
    Instant createdAt,
    List<SampleStep> steps) {

  /**
   * Whom to ask for, and where.
   *
   * @param reporter who put it on record (上报人)
   */
  public record Contact(String name, String phone, String address, String reporter) {}

  /** How many buildings, households and people are better off; null where nobody counted. */
  public record Beneficiaries(Integer buildings, Integer households, Integer people) {}
}
