package org.microwish.party;

import java.util.List;

/**
 * A member with what is kept about it in other tables.
 *
 * @param contact the vault's values in clear; its components are null once erased
 */
record MemberRecord(
    Member member, List<String> skills, List<String> serviceAreas, MemberContact contact) {}
