package org.microwish.login.staff;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A page of accounts, for the contract. */
@Schema(description = "A page.")
record StaffPage(List<StaffView> items, @Schema(nullable = true) String nextCursor) {}
