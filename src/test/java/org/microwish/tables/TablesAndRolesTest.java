package org.microwish.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.table.TransitionRow;
import org.microwish.lifecycle.table.TransitionTable;
import org.microwish.wish.lifecycle.WishTransition;

/**
 * Checks that the role matrix of the API (authorisation.txt, which {@code AuthorisationMatrixTest}
 * compares with the running service) admits exactly the roles in the transition tables.
 */
@Tag("fast")
class TablesAndRolesTest {

  /** For each operation of the API, the commands that it runs; one line per operation. */
  private static final Map<AggregateType, String> OPERATIONS =
      Map.of(
          AggregateType.WISH,
          """
          createWish: CREATE
          editWish: EDIT
          submitWish: SUBMIT
          returnWish: RETURN
          rejectWish: REJECT
          resumeWish: RESUME
          referWish: REFER
          publishWish: PUBLISH
          republishWish: REPUBLISH
          claimWish: CLAIM
          approveClaim: APPROVE
          declineClaim: DECLINE
          inviteToWish: INVITE
          joinWaitingList: JOIN_WAITING_LIST
          declineInvitation: DECLINE_INVITATION
          withdrawInvitation: WITHDRAW_INVITATION
          addPledge: PLEDGE
          replaceParticipants: CHANGE_PARTICIPANTS
          declineParticipation: CHANGE_PARTICIPANTS
          handOverClaim: HAND_OVER_CLAIM
          recordContact: CONTACT
          recordAssessment: ASSESS
          startClaim: START
          recordProgress: PROGRESS
          deliverClaim: DELIVER DELIVER_PART
          releaseClaim: RELEASE
          revokeClaim: REVOKE
          extendClaim: EXTEND_CLAIM
          extendWish: EXTEND
          closeClaiming: CLOSE_CLAIMING
          withdrawWish: WITHDRAW
          confirmWish: CONFIRM
          reportDissatisfaction: REPORT_DISSATISFACTION
          reopenWish: REOPEN
          correctWish: CORRECT
          amendPublicWords: AMEND_PUBLIC_WORDS
          unpublishWish: UNPUBLISH
          postPublicFunds: POST_PUBLIC_FUNDS
          recordRefund: REFUND
          reversePosting: REVERSE_POSTING
          addWishEvidence: ADD_EVIDENCE
          addClaimEvidence: ADD_EVIDENCE
          recordMeeting: HOLD_MEETING
          recordFollowUp: FOLLOW_UP
          handOverWish: HAND_OVER
          sendThanks: THANK
          publishThanks: PUBLISH_THANKS
          hideThanks: HIDE_THANKS
          addNote: NOTE
          recordConsent: RECORD_CONSENT
          withdrawConsent: WITHDRAW_CONSENT
          """,
          AggregateType.GROUP,
          """
          proposeGroup: PROPOSE
          editGroup: EDIT AMEND
          approveGroup: APPROVE
          suspendGroup: SUSPEND
          resumeGroup: RESUME
          disbandGroup: DISBAND
          handOverGroup: HAND_OVER
          joinGroup: JOIN RECORD
          admitGroupMember: ADMIT
          declineMembership: DECLINE
          leaveGroup: LEAVE
          removeGroupMember: REMOVE
          """,
          AggregateType.STATION,
          """
          planStation: PLAN
          changeStation: CHANGE
          openStation: OPEN
          suspendStation: SUSPEND
          resumeStation: RESUME
          closeStation: CLOSE
          addAttendant: ADD_ATTENDANT
          endAttendant: END_ATTENDANT
          addSpace: ADD_SPACE
          changeSpace: CHANGE_SPACE
          closeSpace: CLOSE_SPACE
          bookSpace: BOOK
          confirmBooking: CONFIRM
          declineBooking: DECLINE
          cancelBooking: CANCEL
          useBooking: USE
          missBooking: MISS
          recordStationFigure: RECORD
          """,
          AggregateType.DEMAND,
          """
          submitDemand: SUBMIT
          reviseDemand: REVISE
          acceptDemand: ACCEPT
          returnDemand: RETURN
          rejectDemand: REJECT
          withdrawDemand: WITHDRAW
          dispatchDemand: DISPATCH
          takeDemand: TAKE
          handBackDemand: HAND_BACK
          answerDemand: ANSWER
          evaluateDemand: EVALUATE
          objectToAnswer: OBJECT
          reopenDemand: REOPEN
          closeDemand: CLOSE
          publishDemand: PUBLISH
          unpublishDemand: UNPUBLISH
          supportDemand: SUPPORT
          endDemandSupport: TAKE_BACK
          mergeDemand: MERGE
          convertDemand: CONVERT
          """);

  /**
   * For each role in the transition tables, the token roles that can have it. A role whose name
   * occurs in both tables with different token roles is prefixed with the aggregate type.
   */
  private static final Map<String, Set<String>> WHO =
      Map.ofEntries(
          Map.entry("RESIDENT", Set.of("RESIDENT")),
          Map.entry("COLLECTOR", Set.of("COLLECTOR")),
          Map.entry("PARTNER", Set.of("PARTNER")),
          Map.entry("WISH AUTHOR", Set.of("MEMBER")),
          Map.entry("OPERATOR", Set.of("OPERATOR")),
          Map.entry("WISH CANDIDATE", Set.of("MEMBER", "STEWARD")),
          Map.entry("CLAIMANT", Set.of("MEMBER", "STEWARD")),
          Map.entry("PARTICIPANT", Set.of("MEMBER")),
          Map.entry("STEWARD", Set.of("STEWARD", "OPERATOR")),
          Map.entry("GROUP CANDIDATE", Set.of("MEMBER")),
          Map.entry("LEADER", Set.of("MEMBER")),
          Map.entry("PERSON", Set.of("MEMBER")),
          Map.entry("BOOKER", Set.of("MEMBER", "STEWARD")),
          Map.entry("HOLDER", Set.of("MEMBER", "STEWARD")),
          Map.entry("HOST", Set.of("MEMBER", "STEWARD")),
          Map.entry("ASKER", Set.of("RESIDENT", "MEMBER")),
          Map.entry(
              "DEMAND AUTHOR", Set.of("RESIDENT", "MEMBER", "COLLECTOR", "OPERATOR", "PARTNER")),
          Map.entry("RECORDER", Set.of("MEMBER", "COLLECTOR", "OPERATOR", "PARTNER")),
          Map.entry("OFFICE", Set.of("MEMBER", "STEWARD", "COLLECTOR", "OPERATOR")),
          Map.entry("HANDLER", Set.of("MEMBER", "STEWARD", "COLLECTOR", "OPERATOR")),
          Map.entry("DEMAND CANDIDATE", Set.of("RESIDENT", "MEMBER")),
          Map.entry("SUPPORTER", Set.of("RESIDENT", "MEMBER")),
          Map.entry("SWEEPER", Set.of()));

  @Test
  void roleMatrix_admitsTheRolesInTheTables() throws IOException {
    Map<String, Set<String>> letIn = matrix();
    for (TransitionTable table : TransitionTables.ALL) {
      Set<String> given = new HashSet<>();
      for (String line : OPERATIONS.get(table.type()).lines().toList()) {
        String operation = line.substring(0, line.indexOf(':'));
        Set<String> named = new TreeSet<>();
        for (String command : line.substring(line.indexOf(':') + 2).split(" ", -1)) {
          given.add(command);
          named.addAll(who(table, table.row(command).orElseThrow()));
        }
        if (operation.equals("declineParticipation")) {
          // Operators may record late that the claimant changed participants, but not that one
          // declined.
          named.remove("OPERATOR");
        }
        if (operation.endsWith("Evidence")) {
          // Both evidence operations share the row ADD_EVIDENCE; each admits only some of its
          // roles.
          assertThat(named).as(operation).containsAll(letIn.get(operation));
        } else {
          assertThat(letIn.get(operation)).as(operation).isEqualTo(named);
        }
      }
      for (TransitionRow row : table.rows()) {
        if (!who(table, row).isEmpty()) {
          assertThat(given).as("commands with an operation").contains(row.name());
        }
      }
    }
  }

  private static Set<String> who(TransitionTable table, TransitionRow row) {
    Set<String> roles = new TreeSet<>();
    for (Enum<?> role : row.roles()) {
      Set<String> of = WHO.get(role.name());
      roles.addAll(of == null ? WHO.get(table.type() + " " + role.name()) : of);
    }
    if (row instanceof WishTransition command && command.isRecordedForOthers()) {
      roles.add("OPERATOR");
    }
    return roles;
  }

  /** The roles that each operation admits for at least one resource. */
  private static Map<String, Set<String>> matrix() throws IOException {
    try (InputStream in = TablesAndRolesTest.class.getResourceAsStream("/authorisation.txt")) {
      List<String> columns = new ArrayList<>();
      Map<String, Set<String>> letIn = new LinkedHashMap<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (line.startsWith("# operation")) {
          columns.addAll(Arrays.asList(line.substring(2).split(" +", -1)));
        } else if (!line.startsWith("#") && !line.isBlank()) {
          String[] cells = line.strip().split(" +", -1);
          Set<String> roles =
              letIn.computeIfAbsent(cells[0].replaceFirst("/.*", ""), operation -> new TreeSet<>());
          for (int i = 1; i < cells.length; i++) {
            // NOT_FOUND also means that the role check has passed.
            if (cells[i].contains("+") || cells[i].contains("N")) {
              roles.add(columns.get(i));
            }
          }
        }
      }
      return letIn;
    }
  }
}
