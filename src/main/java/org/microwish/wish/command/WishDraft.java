package org.microwish.wish.command;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.lifecycle.reference.ExternalReference;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.http.CrossChecked;
import org.microwish.platform.http.Text;
import org.microwish.problem.FieldFault;
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
 * Request body to create or edit a wish. The {@link PrivateWords} are stored in the vault; the
 * public texts are set when an operator publishes the wish.
 *
 * @param subcategory the code of a configured subcategory of the category, or null
 * @param division the code of a community, grid or building
 * @param resident the beneficiary's account, or null for none; must be null when a resident creates
 *     a wish
 * @param neededSkill the skill that a claimant should have, such as 电工 (electrician); or null
 * @param claimPolicy EXCLUSIVE if null
 * @param capacity PLACES if null; AMOUNT is allowed for shared projects only
 * @param places required for a shared wish with capacity PLACES, 1 to 1,000
 * @param claimableBy if null, ORGANISATIONS for a project and BOTH for a wish
 * @param claimableFrom STREET if null
 * @param budget the budget; required for projects
 * @param completeBy the completion date, in the future; or null
 * @param occurredAt the time of the event, if an operator records the request later; otherwise null
 * @param sensitivity set if the wish is about a minor or another sensitive person; a consent must
 *     then be recorded before the wish is submitted. Null if no consent is needed; in an edit, null
 *     keeps the current value
 * @param followUp the follow-up visit whose problems the new wish takes up, or null; allowed only
 *     when collectors or operators create a wish
 * @param externalReference the number of the wish in the author's own system, unique among the
 *     wishes of the partner, or of the street's staff; null for none. Not for residents and members
 * @param metadata the partner's own notes, by name: at most {@value #MAX_METADATA}; null for none.
 *     Only for partners
 */
@Schema(
    description =
        "The data of a wish as its author enters it. `division` is the code or path of a community,"
            + " grid or building. `resident` is the beneficiary's account; residents must omit it"
            + " when they create a wish. `budget` is required for a project, and `places` for a"
            + " SHARED wish with capacity PLACES. Defaults: `claimPolicy` EXCLUSIVE; `capacity`"
            + " PLACES (AMOUNT only for SHARED projects); `needsApproval` false; `claimableBy`"
            + " ORGANISATIONS for a project and BOTH for a wish; `claimableFrom` STREET. `followUp` is"
            + " a follow-up visit to another wish that found problems, which collectors and operators"
            + " take up with a new wish. Partners and staff may give an `externalReference`, the number in"
            + " their own system: a second wish with it is refused with ALREADY_EXISTS, which names"
            + " the first. `metadata` are up to 20 notes that only the partner reads.")
public record WishDraft(
    @NotNull WishKind kind,
    @NotNull Channel channel,
    @NotNull Category category,
    @Text(max = 40) String subcategory,
    @NotNull @Text(max = DivisionCode.MAX_LENGTH) String division,
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
    Sensitivity sensitivity,
    Id followUp,
    @Valid ExternalReference externalReference,
    @Size(max = MAX_METADATA)
        Map<
                @Pattern(regexp = "^[A-Za-z0-9][A-Za-z0-9._\\-]{0,39}$") String,
                @NotNull @Text(max = 200) Confidential>
            metadata)
    implements CrossChecked {

  private static final int MAX_METADATA = 20;

  /** Requires that kind, claim policy, capacity, places and budget fit together. */
  @Override
  public void crossCheck(Faults faults) {
    boolean project = kind == WishKind.PROJECT;
    boolean shared = claimPolicy == ClaimPolicy.SHARED;
    boolean byAmount = capacity == Capacity.AMOUNT;
    if (project && budget == null) {
      faults.add("budget", FieldFault.REQUIRED);
    }
    if (budget != null && budget.isZero()) {
      faults.add("budget", FieldFault.OUT_OF_RANGE);
    }
    if (byAmount && !(shared && project)) {
      faults.add("capacity", FieldFault.NOT_ALLOWED);
    } else if (byAmount && places != null) {
      faults.add("places", FieldFault.NOT_ALLOWED);
    } else if (!byAmount && shared && places == null) {
      faults.add("places", FieldFault.REQUIRED);
    } else if (!shared && places != null && places != 1) {
      faults.add("places", FieldFault.NOT_ALLOWED);
    }
  }

  /**
   * The non-public texts of a wish.
   *
   * @param title the title in the author's words
   * @param details what is needed and why
   * @param residentName the name of the resident
   * @param contactName the name of the contact person, if the contact person is not the resident
   * @param contactPhone a Chinese mobile or landline number; an edit may send the masked number to
   *     keep the stored one
   * @param address the address of the resident
   * @param reporter the name of the person who reported the wish (上报人)
   * @param remark an internal remark for staff (备注)
   */
  @Schema(
      description =
          "Private texts of a wish. They are stored encrypted, can be erased and are never public."
              + " In an edit, a name, telephone number or address that is sent masked, as the API"
              + " showed it, keeps its stored value.")
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
