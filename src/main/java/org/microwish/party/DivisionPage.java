package org.microwish.party;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A page of Division views, for the contract. */
@Schema(description = "A page.")
record DivisionPage(List<DivisionView> items, @Schema(nullable = true) String nextCursor) {}
