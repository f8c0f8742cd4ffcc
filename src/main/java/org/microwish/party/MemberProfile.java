package org.microwish.party;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.microwish.problem.Faults;
import org.microwish.problem.FieldFault;

/**
 * What is on record of a member and is not personal.
 *
 * @param organisationId the organisation it belongs to
 * @param kind in service or of the community
 * @param division code or path of the division it lives or works in; null for its organisation's
 * @param skills at most 20 of 1 to 40 characters; null for none
 * @param serviceAreas codes or paths of at most 20 divisions where it is ready to serve; null for
 *     none
 */
public record MemberProfile(
    Long organisationId,
    MemberKind kind,
    String division,
    List<String> skills,
    List<String> serviceAreas) {

  static final int MAX_SKILLS = 20;
  static final int MAX_SKILL = 40;
  static final int MAX_SERVICE_AREAS = 20;

  /** The cleaned profile; what is wrong goes to {@code faults}. */
  MemberProfile checked(Faults faults) {
    return new MemberProfile(
        faults.required("/organisationId", organisationId),
        faults.required("/kind", kind),
        division,
        checkedSkills(faults),
        checkedServiceAreas(faults));
  }

  private List<String> checkedSkills(Faults faults) {
    if (skills == null) {
      return List.of();
    }
    if (skills.size() > MAX_SKILLS) {
      faults.add("/skills", FieldFault.TOO_LONG);
      return List.of();
    }
    List<String> clean = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < skills.size(); i++) {
      String skill = faults.line("/skills/" + i, skills.get(i), MAX_SKILL);
      if (skill == null) {
        continue;
      }
      if (!seen.add(skill.toLowerCase(Locale.ROOT))) {
        faults.add("/skills/" + i, FieldFault.DUPLICATE);
      }
      clean.add(skill);
    }
    return clean;
  }

  private List<String> checkedServiceAreas(Faults faults) {
    if (serviceAreas == null) {
      return List.of();
    }
    if (serviceAreas.size() > MAX_SERVICE_AREAS) {
      faults.add("/serviceAreas", FieldFault.TOO_LONG);
      return List.of();
    }
    for (int i = 0; i < serviceAreas.size(); i++) {
      faults.required("/serviceAreas/" + i, serviceAreas.get(i));
    }
    return serviceAreas;
  }
}
