package org.microwish.verify;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.leaf.MoneyMove;
import org.microwish.ledger.leaf.Transition;

/**
 * Searches facts, ids and commands for personal data. They may contain codes, ids, places and
 * times, but no words: leaves contain only commitments to names, addresses and numbers of people.
 * Types, times, postings and commitments have fixed forms, which other checks require.
 */
final class PersonalDataAudit {

  /**
   * Facts that may contain words, because the office publishes these texts: names of subcategories,
   * sources of the calendar.
   */
  private static final Set<String> PUBLIC_WORDS =
      Set.of("subcategory.nameZh", "subcategory.nameEn", "calendar.source");

  /**
   * The fact with an organisation's credit code, which is not searched for identity numbers because
   * it has the same length.
   */
  private static final String CREDIT_CODE = "organisation.creditCode";

  /**
   * The form of ids and pseudonyms, alone or after the prefix of a field ({@code note.}) or of a
   * duty ({@code 2026Q1}).
   */
  private static final Pattern ID =
      Pattern.compile("([a-z]+\\.|[0-9]{4}Q[1-4])?([0-9A-HJKMNP-TV-Z]{13}|[0-9a-v]{26})");

  /**
   * The places in a leaf that contain ids and pseudonyms. A value there that has the form of an id
   * is not searched for numbers: ids are random, so some contain digits that look like a telephone
   * number.
   */
  private static final Set<String> IDS =
      Set.of(
          "entryId",
          "aggregate.id",
          "actor.id",
          "actor.organisation",
          "postings.fenByClaim",
          "claim.id",
          "claim.claimant.id",
          "claim.organisation",
          "claim.participants",
          "claims.PENDING",
          "claims.ACTIVE",
          "claims.COMPLETED",
          "claims.DECLINED",
          "claims.RELEASED",
          "claims.REVOKED",
          "claims.LAPSED",
          "invitation.id",
          "invitation.claimant.id",
          "invitations.WAITING",
          "invitations.INVITED",
          "invitations.ACCEPTED",
          "invitations.DECLINED",
          "invitations.EXPIRED",
          "invitations.WITHDRAWN",
          "redo",
          "collector",
          "onBehalfOf.id",
          "correction.entry",
          "correction.fields",
          "correction.before",
          "activity.host",
          "activity.group",
          "activity.coHosts",
          "activity.space",
          "sessions.id",
          "enrolment.id",
          "enrolment.session",
          "enrolment.member",
          "promoted.id",
          "promoted.member",
          "organisation.parent",
          "organisation.mergedInto",
          "member.organisation",
          "checkIn.subject.id",
          "checkIn.organisation",
          "board.organisations.id",
          "board.members.id",
          "duty.member",
          "read.entries",
          "read.entry",
          "read.fields",
          "read.subject.id",
          "erasure.subjects.id",
          "finding.wish",
          "finding.group",
          "finding.entry",
          "report.wish",
          "account.member",
          "account.organisation",
          "account.voucher",
          "client.organisation",
          "group.host",
          "group.parent",
          "group.leader",
          "membership.id",
          "membership.member");

  /**
   * Texts with fewer digits in a row, separators left out, are not searched for numbers: the
   * shortest landline number has at least this many with its area code.
   */
  private static final int SHORTEST_NUMBER = 10;

  private static final int LONGEST_CODE = 64;

  /** Characters of codes that may separate the digits of a number. */
  private static final String SEPARATORS = "_./:+*-";

  private static final String SEPARATED = "[" + SEPARATORS + "]*";

  /**
   * Mobile numbers, with or without the country code 86, and landline numbers with the area code.
   * Separators may stand between digits, but not within the first three: otherwise dates and times,
   * which are also digits with separators, would match.
   */
  private static final Pattern PHONE =
      Pattern.compile(
          "(?<![0-9])((00)?86@)?1[3-9][0-9](@[0-9]){8}(?![0-9])|(?<![0-9])0[0-9]{2,3}@[0-9]{3,4}@[0-9]{4}(?![0-9])"
              .replace("@", SEPARATED));

  /**
   * Identity numbers, even if further digits stand before or after them: no permitted text except a
   * credit code has 17 digits in a row.
   */
  private static final Pattern IDENTITY_NUMBER = Pattern.compile("[1-9][0-9]{16}[0-9Xx]");

  /**
   * Numeric facts that are not searched for telephone numbers, because they are amounts or sizes.
   */
  private static final Set<String> AMOUNTS =
      Set.of(
          "wish.budgetFen", "shortfall.fen", "evidence.bytes", "board.treeSize", "duty.treeSize");

  private PersonalDataAudit() {}

  /** Returns the first finding of personal data in a leaf; null if there is none. */
  static Finding check(long index, Leaf leaf) {
    Finding found = text(index, "entryId", leaf.entryId());
    found = found == null ? text(index, "aggregate.id", leaf.aggregateId()) : found;
    found = found == null ? text(index, "actor.id", leaf.actor().pseudonym()) : found;
    found = found == null ? text(index, "actor.organisation", leaf.actor().organisation()) : found;
    found = found == null ? text(index, "actor.role", leaf.actor().role()) : found;
    Transition change = leaf.transition();
    found = found == null ? text(index, "transition.command", change.command()) : found;
    found = found == null ? text(index, "transition.from", change.from()) : found;
    found = found == null ? text(index, "transition.to", change.to()) : found;
    for (MoneyMove move : leaf.postings()) {
      for (String claim : move.fenByClaim().keySet()) {
        found = found == null ? text(index, "postings.fenByClaim", claim) : found;
      }
    }
    return found == null ? check(index, "", leaf.facts()) : found;
  }

  private static Finding check(long index, String name, Object value) {
    switch (value) {
      case Map<?, ?> object -> {
        for (Map.Entry<?, ?> one : object.entrySet()) {
          String key = (String) one.getKey();
          Finding found = text(index, name, key);
          found =
              found == null
                  ? check(index, name.isEmpty() ? key : name + "." + key, one.getValue())
                  : found;
          if (found != null) {
            return found;
          }
        }
        return null;
      }
      case List<?> list -> {
        for (Object one : list) {
          Finding found = check(index, name, one);
          if (found != null) {
            return found;
          }
        }
        return null;
      }
      case String text -> {
        return text(index, name, text);
      }
      case Long number -> {
        return !AMOUNTS.contains(name) && PHONE.matcher(number.toString()).matches()
            ? Rule.PHONE.at(index, name)
            : null;
      }
      default -> {
        return null;
      }
    }
  }

  private static Finding text(long index, String name, String text) {
    if (text == null) {
      return null;
    }
    // Checked first, because few facts have so many digits in a row and the patterns are slow.
    if (longestNumber(text) >= SHORTEST_NUMBER
        && !(IDS.contains(name) && ID.matcher(text).matches())) {
      if (PHONE.matcher(text).find()) {
        return Rule.PHONE.at(index, name);
      }
      if (!name.equals(CREDIT_CODE) && IDENTITY_NUMBER.matcher(text).find()) {
        return Rule.IDENTITY_NUMBER.at(index, name);
      }
    }
    return isCode(text) || PUBLIC_WORDS.contains(name) ? null : Rule.WORDS.at(index, name);
  }

  private static int longestNumber(String text) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        run++;
      } else if (SEPARATORS.indexOf(c) < 0) {
        run = 0;
      }
      longest = Math.max(longest, run);
    }
    return longest;
  }

  /**
   * Returns whether a text has only the characters, and at most the length, of codes, ids, places
   * and times.
   */
  private static boolean isCode(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && SEPARATORS.indexOf(c) < 0) {
        return false;
      }
    }
    return text.length() <= LONGEST_CODE;
  }
}
