package org.microwish.suites.model;

import java.util.Set;

/**
 * The model's own table of commands, written from the design and not from the code: in which states
 * of the wish a command is allowed, on claims in which states, and for whom. The names are those in
 * ledger entries. The resulting states are in {@link ModelWish}.
 */
@SuppressWarnings("ImmutableEnumChecker") // The sets are unmodifiable; JDK only, so no other type.
enum Op {
  CREATE("createWish", "/wishes", "", "", "OWNER COLLECTOR OPERATOR"),
  EDIT("editWish", "/wishes/{w}", "DRAFT RETURNED SUBMITTED OPEN EXPIRED", "", "AUTHORS"),
  SUBMIT("submitWish", "/wishes/{w}/submit", "DRAFT RETURNED", "", "AUTHORS"),
  RETURN("returnWish", "/wishes/{w}/return", "SUBMITTED", "", "OPERATOR"),
  REJECT("rejectWish", "/wishes/{w}/reject", "SUBMITTED", "", "OPERATOR"),
  RESUME("resumeWish", "/wishes/{w}/resume", "REJECTED", "", "OPERATOR"),
  REFER("referWish", "/wishes/{w}/refer", "SUBMITTED", "", "OPERATOR"),
  PUBLISH("publishWish", "/wishes/{w}/publish", "SUBMITTED", "", "OPERATOR"),
  REPUBLISH("republishWish", "/wishes/{w}/republish", "EXPIRED", "", "OPERATOR"),
  EXTEND("extendWish", "/wishes/{w}/extend", "OPEN", "", "OPERATOR"),
  CLOSE_CLAIMING("closeClaiming", "/wishes/{w}/close-claiming", "OPEN", "", "OPERATOR SWEEPER"),
  WITHDRAW(
      "withdrawWish",
      "/wishes/{w}/withdraw",
      "DRAFT SUBMITTED RETURNED OPEN EXPIRED CLAIMED IN_PROGRESS",
      "",
      "OWNER AUTHOR OPERATOR"),
  CONFIRM("confirmWish", "/wishes/{w}/confirm", "DELIVERED", "", "AUTHORS"),
  REPORT_DISSATISFACTION(
      "reportDissatisfaction", "/wishes/{w}/report-dissatisfaction", "DELIVERED", "", "AUTHORS"),
  REOPEN("reopenWish", "/wishes/{w}/reopen", "FULFILLED", "", "OPERATOR"),
  CORRECT(
      "correctWish",
      "/wishes/{w}/correct",
      "OPEN CLAIMED IN_PROGRESS DELIVERED FULFILLED ARCHIVED EXPIRED WITHDRAWN",
      "",
      "OPERATOR"),
  POST_PUBLIC_FUNDS(
      "postPublicFunds",
      "/wishes/{w}/public-funds",
      "OPEN CLAIMED IN_PROGRESS DELIVERED",
      "",
      "OPERATOR"),
  REFUND(
      "refund",
      "/wishes/{w}/refunds",
      "OPEN CLAIMED IN_PROGRESS DELIVERED FULFILLED",
      "",
      "OPERATOR HOLDER"),
  REVERSE_POSTING(
      "reversePosting",
      "/wishes/{w}/reversals",
      "OPEN CLAIMED IN_PROGRESS DELIVERED FULFILLED",
      "",
      "OPERATOR"),
  HOLD_MEETING(
      "recordMeeting",
      "/wishes/{w}/meetings",
      "SUBMITTED OPEN CLAIMED IN_PROGRESS DELIVERED",
      "",
      "OPERATOR COLLECTOR"),
  FOLLOW_UP(
      "recordFollowUp", "/wishes/{w}/follow-ups", "FULFILLED ARCHIVED", "", "OPERATOR COLLECTOR"),
  CLAIM("claimWish", "/wishes/{w}/claims", "OPEN", "", "CANDIDATE"),
  INVITE("inviteToWish", "/wishes/{w}/invitations", "OPEN", "", "OPERATOR"),
  JOIN_WAITING_LIST(
      "joinWaitingList", "/wishes/{w}/waiting-list", "OPEN CLAIMED IN_PROGRESS", "", "CANDIDATE"),
  ACCEPT("acceptInvitation", "/invitations/{i}/accept", "OPEN", "", "CANDIDATE"),
  DECLINE_INVITATION(
      "declineInvitation",
      "/invitations/{i}/decline",
      "OPEN CLAIMED IN_PROGRESS DELIVERED",
      "",
      "CANDIDATE"),
  WITHDRAW_INVITATION(
      "withdrawInvitation",
      "/invitations/{i}/withdraw",
      "OPEN CLAIMED IN_PROGRESS DELIVERED",
      "",
      "OPERATOR"),
  EXPIRE_INVITATION(null, null, "OPEN CLAIMED IN_PROGRESS DELIVERED", "", "SWEEPER"),
  OFFER_PLACE(null, null, "OPEN", "", "SWEEPER"),
  APPROVE("approveClaim", "/claims/{c}/approve", "OPEN", "PENDING", "OPERATOR"),
  DECLINE("declineClaim", "/claims/{c}/decline", "OPEN", "PENDING", "OPERATOR"),
  PLEDGE("pledge", "/claims/{c}/pledges", "OPEN CLAIMED IN_PROGRESS", "ACTIVE", "HOLDER"),
  CHANGE_PARTICIPANTS(
      "replaceParticipants",
      "/claims/{c}/participants",
      "OPEN CLAIMED IN_PROGRESS",
      "PENDING ACTIVE",
      "HOLDER"),
  CONTACT("contact", "/claims/{c}/contact", "OPEN CLAIMED IN_PROGRESS", "ACTIVE", "WORKERS"),
  ASSESS("assess", "/claims/{c}/assess", "OPEN CLAIMED IN_PROGRESS", "ACTIVE", "WORKERS"),
  START("start", "/claims/{c}/start", "OPEN CLAIMED IN_PROGRESS", "ACTIVE", "WORKERS"),
  PROGRESS(
      "recordProgress", "/claims/{c}/progress", "OPEN CLAIMED IN_PROGRESS", "ACTIVE", "WORKERS"),
  DELIVER_PART("deliver", "/claims/{c}/deliver", "OPEN CLAIMED IN_PROGRESS", "ACTIVE", "HOLDER"),
  DELIVER("deliver", "/claims/{c}/deliver", "OPEN CLAIMED IN_PROGRESS", "ACTIVE", "HOLDER"),
  RELEASE(
      "releaseClaim",
      "/claims/{c}/release",
      "OPEN CLAIMED IN_PROGRESS",
      "PENDING ACTIVE",
      "HOLDER"),
  REVOKE("revokeClaim", "/claims/{c}/revoke", "OPEN CLAIMED IN_PROGRESS", "ACTIVE", "OPERATOR"),
  EXTEND_CLAIM(
      "extendClaim", "/claims/{c}/extend", "OPEN CLAIMED IN_PROGRESS", "ACTIVE", "OPERATOR"),
  LAPSE(null, null, "OPEN CLAIMED IN_PROGRESS", "ACTIVE", "SWEEPER"),
  MARK_OVERDUE(null, null, "OPEN CLAIMED IN_PROGRESS", "ACTIVE", "SWEEPER"),
  EXPIRE(null, null, "OPEN", "", "SWEEPER"),
  ARCHIVE(null, null, "FULFILLED", "", "SWEEPER");

  /** Operation id in the contract; null for the sweeper's own commands. */
  final String operation;

  /** Path below the API's base; null for the sweeper's own commands. */
  final String path;

  /** The states of the wish in which the command is allowed. */
  final Set<String> from;

  /** The allowed states of the command's claim; empty if the command works on the wish. */
  final Set<String> claims;

  /** The parties that may send the command. */
  final Set<String> by;

  Op(String operation, String path, String from, String claims, String by) {
    this.operation = operation;
    this.path = path;
    this.from = words(from);
    this.claims = words(claims);
    this.by =
        switch (by) {
          case "AUTHORS" -> Set.of("OWNER", "COLLECTOR", "OPERATOR");
          case "WORKERS" -> Set.of("HOLDER", "PARTICIPANT");
          default -> words(by);
        };
  }

  private static Set<String> words(String text) {
    return text.isEmpty() ? Set.of() : Set.of(text.split(" "));
  }

  /** Whether the contract requires an idempotency key. */
  boolean needsKey() {
    return switch (this) {
      case CREATE,
          CLAIM,
          INVITE,
          JOIN_WAITING_LIST,
          ACCEPT,
          PLEDGE,
          POST_PUBLIC_FUNDS,
          REFUND,
          REVERSE_POSTING,
          HOLD_MEETING,
          FOLLOW_UP ->
          true;
      default -> false;
    };
  }

  /** Returns the command's name in ledger entries, where accepting an invitation is a claim. */
  String entry() {
    return this == ACCEPT ? CLAIM.name() : name();
  }

  /** Returns the command's HTTP method. */
  String method() {
    return this == EDIT || this == CHANGE_PARTICIPANTS ? "PUT" : "POST";
  }
}
