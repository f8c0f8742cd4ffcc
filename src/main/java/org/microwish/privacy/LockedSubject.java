package org.microwish.privacy;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The state of a subject, read from its locked row.
 *
 * @param shown the subject's id or pseudonym as ledger leaves show it
 * @param owner the account of the person, or null
 * @param held whether a legal hold covers the subject
 * @param erasedAt null unless the subject was erased
 * @param open what must be ended before the subject can be erased, as members of the problem
 *     response: the kind, such as {@code claims}, with their ids
 */
public record LockedSubject(
    String shown,
    String owner,
    String divisionPath,
    Long organisationId,
    boolean held,
    Instant erasedAt,
    Map<String, List<String>> open) {}
