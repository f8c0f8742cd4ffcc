package org.microwish.party;

import java.util.Map;

/**
 * Display names for the ids in check-in views.
 *
 * @param organisations by id
 * @param members masked, by id
 * @param divisions by path
 */
record CheckInNames(
    Map<Long, String> organisations, Map<Long, String> members, Map<String, String> divisions) {

  /** The name of the subject; null if it is a member whose name was erased. */
  String subject(CheckIn row) {
    return switch (row.subjectType) {
      case ORGANISATION -> organisations.get(row.subjectId);
      case MEMBER -> members.get(row.subjectId);
    };
  }
}
