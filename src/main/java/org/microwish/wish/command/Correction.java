package org.microwish.wish.command;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Confidential;
import org.microwish.platform.http.Text;
import org.microwish.wish.Beneficiaries;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.money.Money;

/** The corrected fields of a wish with their new values; a null field does not change. */
@Schema(
    description =
        "The correct values; at least one is required, and omitted fields do not change. A"
            + " corrected category removes the subcategory.")
public record Correction(
    Category category,
    Channel channel,
    @Text(max = DivisionCode.MAX_LENGTH) String division,
    Money budget,
    @Valid Beneficiaries beneficiaries,
    @Text(max = 80) Confidential publicTitle,
    @Text(max = 1000, lines = true) Confidential publicSummary,
    @Text(max = 80) Confidential title,
    @Text(max = 4000, lines = true) Confidential details,
    @Text(max = 40) Confidential residentName,
    @Text(max = 40) Confidential contactName,
    @Pattern(regexp = "(\\+86)?1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,5})?")
        Confidential contactPhone,
    @Text(max = 200) Confidential address,
    @Text(max = 40) Confidential reporter,
    @Text(max = 500, lines = true) Confidential remark) {

  /**
   * Returns the corrected texts by the names of their vault fields; the ledger leaf contains only
   * commitments to them.
   */
  @JsonIgnore
  public Map<String, String> secrets() {
    Map<String, String> secrets = new LinkedHashMap<>();
    put(secrets, "publicTitle", publicTitle);
    put(secrets, "publicSummary", publicSummary);
    put(secrets, "title", title);
    put(secrets, "details", details);
    put(secrets, "residentName", residentName);
    put(secrets, "contactName", contactName);
    put(secrets, "contactPhone", contactPhone);
    put(secrets, "address", address);
    put(secrets, "reporter", reporter);
    put(secrets, "remark", remark);
    return secrets;
  }

  /** Whether no field is corrected. */
  @JsonIgnore
  boolean isEmpty() {
    return category == null
        && channel == null
        && division == null
        && budget == null
        && beneficiaries == null
        && secrets().isEmpty();
  }

  private static void put(Map<String, String> map, String key, Confidential value) {
    if (value != null) {
      map.put(key, value.value());
    }
  }
}
