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

/**
 * Reads a member's name and number in clear for its operator, and records each read in the ledger.
 */
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
   * Records a read in the ledger. Requires a running transaction.
   *
   * @throws org.microwish.problem.ProblemException FORBIDDEN for all but the operator of the
   *     division that the member or its organisation belongs to; PERSONAL_DATA_ERASED if neither a
   *     name nor a number is stored
   */
  ReadReceipt record(Caller caller, long memberId, ReadRequest request) {
    require(caller, memberId);
    // Locks out a concurrent erasure: storing the purpose would create a new key for the member.
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

  /** The values, for a read that was recorded. Requires a running transaction. */
  Map<String, String> values(Caller caller, long memberId) {
    require(caller, memberId);
    return vault.read(Subject.member(memberId));
  }

  private Member require(Caller caller, long memberId) {
    Member member = members.read(caller, memberId).member();
    // Operators also see members who are only checked in here, but may not read their contacts.
    if (!Access.operates(caller, member.divisionPath)
        && !Access.operates(caller, organisations.divisionOf(member))) {
      throw Caller.forbidden();
    }
    return member;
  }
}
