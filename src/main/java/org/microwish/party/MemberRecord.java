package org.microwish.party;

import java.util.List;

/**
 * A member with its data from other tables and the vault.
 *
 * @param contact the vault's values in clear; its components are null once erased
 */
record MemberRecord(
    Member member, List<String> skills, List<String> serviceAreas, MemberContact contact) {}
