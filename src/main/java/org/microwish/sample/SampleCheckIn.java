package org.microwish.sample;

import java.time.Instant;
import org.microwish.party.PartyType;

/**
 * A check-in (双报到) with a community.
 *
 * @param key its name in the plan
 * @param subject the key of the organisation or member
 * @param community the community's code
 * @param revokedAt when it ended, or null while it holds
 */
public record SampleCheckIn(
    String key,
    PartyType type,
    String subject,
    String community,
    Instant checkedInAt,
    Instant revokedAt) {}
