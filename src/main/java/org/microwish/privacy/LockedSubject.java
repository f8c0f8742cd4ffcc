package org.microwish.privacy;

import java.time.Instant;
import java.util.Map;

/**
 * The state of a subject, read from its locked row.
 *
 * @param shown the id as leaves show it
 * @param owner the account of the person, or null
 * @param open what must be ended before the subject can be erased: members of the problem, such as
 *     {@code claims}, with ids or a count
 */
public record LockedSubject(
    String shown,
    String owner,
    String divisionPath,
    Long organisationId,
    boolean held,
    Instant erasedAt,
    Map<String, Object> open) {}
