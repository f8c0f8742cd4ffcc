package org.microwish.wish.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.lifecycle.attachment.Consent;
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
        "A consent: the person's own (`relation` SELF), or a guardian's, to the handling of"
            + " sensitive data (HANDLING), to be photographed (PHOTO) or to be named (NAME). The name"
            + " is masked. `withdrawnAt` is missing while the consent is in force.")
public record ConsentView(
    Id id,
    Consent.Purpose purpose,
    Consent.Relation relation,
    Consent.Method method,
    LocalDate obtainedOn,
    String name,
    Id evidence,
    Instant withdrawnAt,
    Id entryId) {}
