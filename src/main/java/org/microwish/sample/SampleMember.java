package org.microwish.sample;

import java.time.Instant;
import java.util.List;
import org.microwish.party.MemberKind;

/**
 * An invented party member.
 *
 * @param key its name in the plan, such as {@code gov-01-007}
 * @param phone of a range that nobody takes for real: {@code 139000} and five digits
 * @param organisation the key of its organisation
 * @param division the code of the community where it lives
 * @param skills from the plan's list; at most two
 * @param showsName whether it agreed to appear by name on a leaderboard
 * @param recordedAt when it was put on record
 */
public record SampleMember(
    String key,
    String name,
    String phone,
    String organisation,
    MemberKind kind,
    String division,
    List<String> skills,
    boolean showsName,
    Instant recordedAt) {}
