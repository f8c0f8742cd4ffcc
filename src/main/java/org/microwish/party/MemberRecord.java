package org.microwish.party;

import java.util.List;
import java.util.Map;

/**
 * A member with its data from other tables and the vault.
 *
 * @param contact the unmasked name and telephone number from the vault; both are null after erasure
 * @param nameConsent the consent to be named; null if there is none, or if it is not recorded who
 *     gave the consent
 * @param photoConsent the consent to be photographed, or null
 */
record MemberRecord(
    Member member,
    List<String> skills,
    List<String> serviceAreas,
    MemberContact contact,
    MemberConsent nameConsent,
    MemberConsent photoConsent) {

  static MemberRecord of(
      Member member, List<String> skills, List<String> serviceAreas, Map<String, String> values) {
    return new MemberRecord(
        member,
        skills,
        serviceAreas,
        MemberContact.of(values),
        MemberConsent.of(values, MemberConsent.Purpose.NAME),
        MemberConsent.of(values, MemberConsent.Purpose.PHOTO));
  }
}
