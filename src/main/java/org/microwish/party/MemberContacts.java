package org.microwish.party;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.microwish.caller.Caller;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.privacy.PersonalReads;
import org.microwish.privacy.Pseudonyms;
import org.microwish.privacy.ReadReceipt;
import org.microwish.privacy.ReadRequest;
import org.microwish.privacy.Subject;
import org.microwish.privacy.Vault;
import org.microwish.problem.ProblemType;

/** A member's name and number in clear, for its operator; each reading is on the ledger. */
@ApplicationScoped
public class MemberContacts {

  private static final List<String> FIELDS = List.of(MemberContact.NAME, MemberContact.PHONE);

  private final Members members;
  private final MemberSubjects rows;
  private final Organisations organisations;
  private final Vault vault;
  private final Pseudonyms pseudonyms;
  private final PersonalReads reads;

  MemberContacts(
      Members members,
      MemberSubjects rows,
      Organisations organisations,
      Vault vault,
      Pseudonyms pseudonyms,
      PersonalReads reads) {
    this.members = members;
    this.rows = rows;
    this.organisations = organisations;
    this.vault = vault;
    this.pseudonyms = pseudonyms;
    this.reads = reads;
  }

  /**
   * Puts a reading on record. Assumes a running transaction.
   *
   * @throws org.microwish.problem.ProblemException FORBIDDEN for all but the operator of the
   *     division that the member or its organisation belongs to; PERSONAL_DATA_ERASED where nothing
   *     is left to read
   */
  ReadReceipt record(Caller caller, long memberId, ReadRequest request) {
    require(caller, memberId);
    // Who is erased beside this must not get another key for the words of the purpose.
    rows.lock(memberId);
    Member member = require(caller, memberId);
    if (member.erasedAt != null) {
      throw ProblemType.PERSONAL_DATA_ERASED.exception();
    }
    List<String> there =
        vault.read(Subject.member(memberId)).keySet().stream().filter(FIELDS::contains).toList();
    if (there.isEmpty()) {
      throw ProblemType.PERSONAL_DATA_ERASED.exception();
    }
    return reads.record(
        caller,
        new PersonalReads.Whom(
            Subject.member(memberId),
            Map.of("type", AggregateType.MEMBER.name(), "id", pseudonyms.ofMember(memberId)),
            DivisionCode.publicPath(member.divisionPath),
            member.organisationId),
        there,
        request);
  }

  /** The values, for a reading that is on record. Assumes a running transaction. */
  Map<String, String> values(Caller caller, long memberId) {
    require(caller, memberId);
    return vault.read(Subject.member(memberId));
  }

  private Member require(Caller caller, long memberId) {
    Member member = members.read(caller, memberId).member();
    // One who is only checked in here is seen, and called through its own division.
    if (!Access.operates(caller, member.divisionPath)
        && !Access.operates(caller, organisations.divisionOf(member))) {
      throw Caller.forbidden();
    }
    return member;
  }
}
