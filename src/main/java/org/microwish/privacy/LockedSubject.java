package org.microwish.privacy;

import java.time.Instant;
import java.util.Map;

/**
 * What the locked row of a subject says of it.
 *
 * @param shown the id as leaves show it
 * @param owner the account of the person, or null
 * @param open what must end before it can be erased: a word of the problem, such as {@code claims},
 *     to ids or a count
 */
public record LockedSubject(
    String shown,
    String owner,
    String divisionPath,
    Long organisationId,
    boolean held,
    Instant erasedAt,
    Map<String, Object> open) {}
