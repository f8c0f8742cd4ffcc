package org.microwish.wish;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.funding.Money;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.Channel;

/** The fields that a correction puts right, with their right values; the others stay. */
@Schema(description = "The fields to put right; those left out stay as they are.")
public record Correction(
    Category category,
    Channel channel,
    @Size(max = 24) String division,
    Money budget,
    @Valid WishDraft.Beneficiaries beneficiaries,
    @Size(min = 1, max = 80) String publicTitle,
    @Size(min = 1, max = 1000) String publicSummary,
    @Size(min = 1, max = 80) String title,
    @Size(min = 1, max = 4000) String details,
    @Size(min = 1, max = 40) String residentName,
    @Size(min = 1, max = 40) String contactName,
    @Pattern(regexp = "(\\+86)?1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,5})?")
        String contactPhone,
    @Size(min = 1, max = 200) String address,
    @Size(min = 1, max = 40) String reporter,
    @Size(min = 1, max = 500) String remark) {

  /** Those that a leaf only commits to, by their vault field. */
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

  private static void put(Map<String, String> map, String key, String value) {
    if (value != null) {
      map.put(key, value);
    }
  }
}
