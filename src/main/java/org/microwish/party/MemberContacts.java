package org.microwish.party;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.microwish.caller.Caller;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.privacy.PersonalRead;
import org.microwish.privacy.PersonalReads;
import org.microwish.privacy.Pseudonyms;
import org.microwish.privacy.ReadReceipt;
import org.microwish.privacy.ReadRequest;
import org.microwish.privacy.Subject;
import org.microwish.privacy.Vault;
import org.microwish.problem.Faults;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemType;

/**
 * Reads a member's unmasked name and telephone number for an operator of the member's division, and
 * records each read in the ledger.
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
   * Records in the ledger that the caller reads the values. Requires a running transaction.
   *
   * @throws org.microwish.problem.ProblemException FORBIDDEN unless the caller is an operator of
   *     the division of the member or of its organisation; PERSONAL_DATA_ERASED if neither a name
   *     nor a telephone number is stored
   */
  ReadReceipt record(Caller caller, long memberId, ReadRequest request) {
    require(caller, memberId);
    // Wait for a concurrent erasure: storing the purpose after the erasure would create a new key
    // for the member.
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

  /**
   * Returns the member's values in the vault, for a read that {@link #record} has recorded.
   * Requires a running transaction.
   */
  Map<String, String> values(Caller caller, long memberId) {
    require(caller, memberId);
    return vault.read(Subject.member(memberId));
  }

  /**
   * Records in the ledger that a steward reads the names of members of its organisation. Requires a
   * running transaction.
   *
   * @throws org.microwish.problem.ProblemException VALIDATION_FAILED for a member of another
   *     organisation
   */
  ReadReceipt recordNames(Caller caller, List<Long> memberIds, ReadRequest request) {
    Organisation organisation = organisations.read(caller.requireOrganisation());
    // Wait for concurrent erasures, as in `record`. Lock before the first read: Hibernate does not
    // refresh rows that it has read, so a later read would not show the erasure.
    members.lock(memberIds);
    requireOwn(caller, memberIds);
    List<Long> there =
        members.findAll(memberIds).values().stream()
            .filter(member -> member.erasedAt == null)
            .map(member -> member.id)
            .sorted()
            .toList();
    if (there.isEmpty()) {
      throw ProblemType.PERSONAL_DATA_ERASED.exception();
    }
    return reads.recordMany(
        caller,
        PersonalRead.Kind.FIELDS,
        DivisionCode.publicPath(organisation.divisionPath),
        organisation.id,
        List.of(MemberContact.NAME),
        there.stream().map(Subject::member).toList(),
        request);
  }

  /**
   * Returns the names by member id, in the order of {@code memberIds}, for a read that {@link
   * #recordNames} has recorded.
   */
  Map<Long, String> names(Caller caller, List<Long> memberIds) {
    requireOwn(caller, memberIds);
    Map<Long, String> names = members.names(memberIds);
    Map<Long, String> sorted = new LinkedHashMap<>();
    memberIds.stream().filter(names::containsKey).forEach(id -> sorted.put(id, names.get(id)));
    return sorted;
  }

  private void requireOwn(Caller caller, List<Long> memberIds) {
    Map<Long, Member> found = members.findAll(memberIds);
    Faults faults = new Faults();
    for (int i = 0; i < memberIds.size(); i++) {
      Member member = found.get(memberIds.get(i));
      if (member == null || !Access.stewards(caller, member.organisationId)) {
        faults.add("/members/" + i, FieldFault.NOT_FOUND);
      }
    }
    faults.refuse();
  }

  private Member require(Caller caller, long memberId) {
    Member member = members.read(caller, memberId).member();
    // Operators also see members who are only checked in with a community in their subtree, but may
    // not read the contacts of these members.
    if (!Access.operates(caller, member.divisionPath)
        && !Access.operates(caller, organisations.divisionOf(member))) {
      throw Caller.forbidden();
    }
    return member;
  }
}
