package org.microwish.login.client;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A page of clients, for the contract. */
@Schema(description = "A page.")
record ClientPage(List<ClientView> items, @Schema(nullable = true) String nextCursor) {}
