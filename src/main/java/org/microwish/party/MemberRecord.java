package org.microwish.party;

import java.util.List;

/**
 * A member with its data from other tables and the vault.
 *
 * @param contact the unmasked name and telephone number from the vault; both are null after erasure
 */
record MemberRecord(
    Member member, List<String> skills, List<String> serviceAreas, MemberContact contact) {}
