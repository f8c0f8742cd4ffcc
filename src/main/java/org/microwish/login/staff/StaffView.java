package org.microwish.login.staff;

import java.time.Instant;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.caller.Role;
import org.microwish.login.account.Account;
import org.microwish.login.account.AccountState;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.platform.http.ETag;
import org.microwish.platform.http.Tagged;
import org.microwish.privacy.Masking;

/** An account of staff as administrators see it; the name is masked. */
@Schema(name = "StaffAccount", description = "A staff account. The person's name is masked.")
public record StaffView(
    Id id,
    long version,
    AccountState state,
    Role role,
    String loginName,
    @Schema(nullable = true, examples = "张**") String name,
    @Schema(nullable = true) Id organisationId,
    @Schema(nullable = true) String division,
    @Schema(description = "Whether the account has a password and a second factor")
        boolean enrolled,
    Instant createdAt,
    Instant updatedAt)
    implements Tagged {

  static StaffView of(Staff.Member member) {
    Account row = member.account();
    return new StaffView(
        new Id(row.id),
        row.version,
        row.state,
        row.role,
        member.login().loginName,
        Masking.name(member.name()),
        row.organisationId == null ? null : new Id(row.organisationId),
        row.divisionPath == null || row.divisionPath.isEmpty()
            ? null
            : DivisionCode.ofPath(row.divisionPath).text(),
        member.login().passwordHash != null,
        row.createdAt,
        row.updatedAt);
  }

  /**
   * Includes a hash of the name and of {@code enrolled}, because the name is stored in the vault
   * and not covered by the account's version.
   */
  @Override
  public ETag tag() {
    return ETag.of(version, Integer.toHexString(Objects.hash(name, enrolled)));
  }
}
