package org.microwish.party;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A page of Organisation views, for the contract. */
@Schema(description = "A page.")
record OrganisationPage(List<OrganisationView> items, @Schema(nullable = true) String nextCursor) {}
