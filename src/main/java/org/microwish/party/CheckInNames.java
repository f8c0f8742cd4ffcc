package org.microwish.party;

import java.util.Map;

/**
 * The names that stand beside ids.
 *
 * @param organisations by id
 * @param members masked, by id
 * @param divisions by path
 */
record CheckInNames(
    Map<Long, String> organisations, Map<Long, String> members, Map<String, String> divisions) {

  /** The name of who checked in; null where a member's was erased. */
  String subject(CheckIn row) {
    return switch (row.subjectType) {
      case ORGANISATION -> organisations.get(row.subjectId);
      case MEMBER -> members.get(row.subjectId);
    };
  }
}
