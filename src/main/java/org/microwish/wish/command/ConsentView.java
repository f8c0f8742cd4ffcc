package org.microwish.wish.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.lifecycle.attachment.GuardianConsent;
import org.microwish.platform.Id;

/**
 * A consent in API answers.
 *
 * @param name the masked name of the consenting person
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "Consent",
    description =
        "A consent: the person's own (`relation` SELF), or a guardian's. The name is masked."
            + " `withdrawnAt` is missing while the consent is in force.")
public record ConsentView(
    Id id,
    GuardianConsent.Relation relation,
    GuardianConsent.Method method,
    LocalDate obtainedOn,
    String name,
    Id evidence,
    Instant withdrawnAt,
    Id entryId) {}
