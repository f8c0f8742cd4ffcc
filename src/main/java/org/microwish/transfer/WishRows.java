package org.microwish.transfer;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.microwish.lifecycle.reference.ExternalReference;
import org.microwish.problem.FieldFault;
import org.microwish.wish.Beneficiaries;
import org.microwish.wish.command.WishDraft;
import org.microwish.wish.lifecycle.Capacity;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.ClaimPolicy;
import org.microwish.wish.lifecycle.ClaimableBy;
import org.microwish.wish.lifecycle.ClaimableFrom;
import org.microwish.wish.lifecycle.WishKind;

/** Converts rows to drafts of wishes. */
final class WishRows {

  /** The column with the number in another system, such as {@code hotline:GZ-2026-0001234}. */
  static final String REFERENCE = "externalReference";

  private WishRows() {}

  /**
   * Creates the draft of a new wish.
   *
   * @param subcategories the codes of the subcategories by category and name
   */
  static WishDraft of(Row row, Map<String, String> subcategories) {
    return draft(
        row,
        subcategories,
        new Terms(
            row.choice("claimPolicy", ClaimPolicy.class),
            row.choice("capacity", Capacity.class),
            row.integer("places"),
            row.flag("needsApproval"),
            row.choice("claimableBy", ClaimableBy.class),
            row.choice("claimableFrom", ClaimableFrom.class)),
        row.time("submittedAt"));
  }

  /**
   * Creates the draft of a past wish, with terms that permit every claimant.
   *
   * @param places the largest number of claims that the wish had at the same time
   */
  static WishDraft ofPast(Row row, int places, Map<String, String> subcategories) {
    return draft(
        row,
        subcategories,
        new Terms(
            places > 1 ? ClaimPolicy.SHARED : ClaimPolicy.EXCLUSIVE,
            Capacity.PLACES,
            places,
            false,
            ClaimableBy.BOTH,
            ClaimableFrom.ANYWHERE),
        row.time("collectedAt"));
  }

  /** The terms of claiming a wish; null for a default. */
  private record Terms(
      ClaimPolicy policy,
      Capacity capacity,
      Integer places,
      Boolean needsApproval,
      ClaimableBy by,
      ClaimableFrom from) {}

  private static WishDraft draft(
      Row row, Map<String, String> subcategories, Terms terms, Instant submittedAt) {
    Category category = row.choice("category", Category.class);
    return new WishDraft(
        row.choice("kind", WishKind.class),
        Objects.requireNonNullElse(row.choice("channel", Channel.class), Channel.IMPORT),
        category,
        subcategories.getOrDefault(category + "/" + row.get("subcategory"), row.get("subcategory")),
        row.get("division"),
        new WishDraft.PrivateWords(
            row.hidden("title"),
            row.hidden("details"),
            row.hidden("residentName"),
            row.hidden("contactName"),
            row.hidden("contactPhone"),
            row.hidden("address"),
            row.hidden("reporter"),
            row.hidden("remark")),
        null,
        new Beneficiaries(
            row.integer("beneficiaryBuildings"),
            row.integer("beneficiaryHouseholds"),
            row.integer("beneficiaryPeople")),
        row.get("neededSkill"),
        terms.policy(),
        terms.capacity(),
        terms.places(),
        terms.needsApproval(),
        terms.by(),
        terms.from(),
        row.money("budget"),
        null,
        submittedAt,
        null,
        null,
        reference(row),
        null);
  }

  private static ExternalReference reference(Row row) {
    String cell = row.get(REFERENCE);
    if (cell == null) {
      return null;
    }
    ExternalReference reference = ExternalReference.parse(cell.replace('：', ':')).orElse(null);
    if (reference == null) {
      row.fault(REFERENCE, FieldFault.INVALID_FORMAT);
    }
    return reference;
  }
}
