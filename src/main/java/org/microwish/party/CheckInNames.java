package org.microwish.party;

import java.util.Map;

/**
 * Display names for the ids in check-in views.
 *
 * @param organisations the names of organisations by id
 * @param members the masked names of members by id
 * @param divisions the names of divisions by path
 */
record CheckInNames(
    Map<Long, String> organisations, Map<Long, String> members, Map<String, String> divisions) {

  /**
   * Returns the name of the organisation or member that checked in; null for a member whose name
   * was erased or is under a legal hold.
   */
  String subject(CheckIn row) {
    return switch (row.subjectType) {
      case ORGANISATION -> organisations.get(row.subjectId);
      case MEMBER -> members.get(row.subjectId);
    };
  }
}
