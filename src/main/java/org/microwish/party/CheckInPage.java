package org.microwish.party;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A page of CheckIn views, for the contract. */
@Schema(description = "A page.")
record CheckInPage(List<CheckInView> items, @Schema(nullable = true) String nextCursor) {}
