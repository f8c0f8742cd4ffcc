package org.microwish.party;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A page of Member views, for the contract. */
@Schema(description = "A page.")
record MemberPage(List<MemberView> items, @Schema(nullable = true) String nextCursor) {}
