package org.microwish.wish.command;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Confidential;
import org.microwish.platform.http.Text;
import org.microwish.wish.Beneficiaries;
import org.microwish.wish.lifecycle.Capacity;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.ClaimPolicy;
import org.microwish.wish.lifecycle.ClaimableBy;
import org.microwish.wish.lifecycle.ClaimableFrom;
import org.microwish.wish.lifecycle.Sensitivity;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.money.Money;

/**
 * A wish as its author writes it, new or edited. Title, details, contact and the rest of {@link
 * PrivateWords} are private words, kept in the vault; the public ones come with the publication.
 *
 * @param subcategory a code of the configured second level, of the same category
 * @param division the code of a community, grid or building
 * @param resident the beneficiary's account, where it has one; a resident's own wish needs none
 * @param neededSkill what a claimant should be able to do; words such as 电工
 * @param claimPolicy EXCLUSIVE unless said otherwise
 * @param capacity PLACES unless said otherwise; AMOUNT for shared projects only
 * @param places 2 to 1,000 of a shared wish
 * @param claimableBy organisations for projects, both for wishes, unless said otherwise
 * @param claimableFrom the street unless said otherwise
 * @param budget required for projects
 * @param completeBy when it must be done; in the future
 * @param occurredAt when it was asked for, where an operator records it late
 * @param sensitivity whether it is about a minor or another sensitive person, so that a guardian
 *     must consent before it is handed in
 */
@WishTerms
@Schema(description = "A wish as its author writes it.")
public record WishDraft(
    @NotNull WishKind kind,
    @NotNull Channel channel,
    @NotNull Category category,
    @Text(max = 40) String subcategory,
    @NotNull @Text(max = 24) String division,
    @NotNull @Valid PrivateWords words,
    @Size(max = 64) @Pattern(regexp = "[\\x21-\\x7E]+") String resident,
    @Valid Beneficiaries beneficiaries,
    @Text(max = 40) String neededSkill,
    ClaimPolicy claimPolicy,
    Capacity capacity,
    @Min(1) @Max(1000) Integer places,
    Boolean needsApproval,
    ClaimableBy claimableBy,
    ClaimableFrom claimableFrom,
    Money budget,
    Instant completeBy,
    Instant occurredAt,
    Sensitivity sensitivity) {

  /**
   * What only those who work on the wish may read.
   *
   * @param title in the author's words
   * @param details what is needed, and why
   * @param residentName who asks
   * @param contactName whom to speak to, where it is somebody else
   * @param contactPhone a Chinese mobile or landline number
   * @param address where
   * @param reporter the name of whoever put it on record (上报人)
   * @param remark a remark for the office (备注)
   */
  @Schema(description = "Private words: kept apart, encrypted and erasable; never public.")
  public record PrivateWords(
      @NotNull @Text(max = 80) Confidential title,
      @Text(max = 4000, lines = true) Confidential details,
      @Text(max = 40) Confidential residentName,
      @Text(max = 40) Confidential contactName,
      @Pattern(
              regexp =
                  "(\\+86)?1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,5})?"
                      + "|[0-9]{3}\\*{4}[0-9]{4}|\\*{4}")
          Confidential contactPhone,
      @Text(max = 200) Confidential address,
      @Text(max = 40) Confidential reporter,
      @Text(max = 500, lines = true) Confidential remark) {}
}
