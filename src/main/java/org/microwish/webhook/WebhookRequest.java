package org.microwish.webhook;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.platform.http.Text;

/** The body of a request that creates a webhook or replaces its settings. */
@Schema(description = "A new webhook, or the new settings of a webhook.")
record WebhookRequest(
    @Schema(
            description =
                "The client whose webhook it is: required for administrators, by default the caller"
                    + " for partners. It cannot be changed. The client needs the scope wishes:read")
        Id clientId,
    @NotNull
        @Size(max = 2000)
        @CallableUrl
        @Schema(
            description =
                "Where to send changes: an https URL on a public address, port 443 unless the"
                    + " operator of this service allows others",
            examples = "https://partner.example/micro-wish")
        String url,
    @Text(max = 200)
        @Schema(description = "What the webhook is for", examples = "CRM of the partner")
        String description,
    @Size(max = 200)
        @Schema(
            description = "The types of changes to send; missing or empty for all",
            examples = "[\"WISH_PUBLISHED\", \"CLAIM_DELIVERED\"]")
        List<@NotNull EntryType> types,
    @Text(max = DivisionCode.MAX_LENGTH)
        @Schema(
            description =
                "Code or path of a division: only changes in its subtree; those in a grid or building"
                    + " count to its community",
            examples = "440104013000")
        String division,
    @Schema(description = "Only changes that concern this organisation") Id organisationId,
    @Schema(
            description =
                "Whether to send in the order of the ledger: the next change is sent only when the one"
                    + " before was accepted or given up. By default false: faster, and one refused"
                    + " change does not hold up the others",
            defaultValue = "false")
        Boolean ordered) {}
