package org.microwish.login.wechat;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.login.wechat.WeChatQueries.CodeRow;
import org.microwish.party.Member;
import org.microwish.party.MemberState;
import org.microwish.party.Members;
import org.microwish.party.Organisations;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.subject.Residents;

/**
 * Issues and redeems binding codes. Staff issue each code for one member or for one resident's
 * wish. A code works once and expires after {@link BindingConfig#codeLife}, one day by default. A
 * new code replaces an earlier one for the same member or wish, so that a retry after a lost
 * response leaves only one valid code. Runs in the caller's transaction.
 */
@ApplicationScoped
class BindingCodes {

  /** What a code binds an account to. */
  enum Kind {
    MEMBER,
    WISH;

    private String target(long id) {
      return name() + ":" + Id.text(id);
    }
  }

  /**
   * A new code.
   *
   * @param written the code with hyphens, shown only in the response
   */
  record Made(Confidential written, Instant expiresAt) {}

  /**
   * A redeemed code.
   *
   * @param id the member or wish that the account is bound to
   * @param steward true if the account also becomes steward of the member's organisation
   * @param organisationId the member's organisation when a steward's code was issued; else null
   * @param madeBy the account of the staff member who issued the code
   */
  record Used(Kind kind, long id, boolean steward, Long organisationId, String madeBy) {}

  private final WeChatQueries queries;
  private final Members members;
  private final Organisations organisations;
  private final Residents residents;
  private final BindingConfig config;

  BindingCodes(
      WeChatQueries queries,
      Members members,
      Organisations organisations,
      Residents residents,
      BindingConfig config) {
    this.queries = queries;
    this.members = members;
    this.organisations = organisations;
    this.residents = residents;
    this.config = config;
  }

  /**
   * Issues a code for a member whose managing division, see {@link Organisations#divisionOf}, is in
   * the operator's subtree.
   *
   * @param steward true if the account shall also become steward of the member's organisation
   */
  Made forMember(Caller caller, long id, boolean steward) {
    Member member = requireOperator(caller, id);
    if (member.state != MemberState.ACTIVE) {
      throw ProblemType.ALREADY_ENDED.exception();
    }
    if (member.account != null) {
      throw ProblemType.ALREADY_BOUND.exception();
    }
    if (steward && member.organisationId == null) {
      throw ProblemException.invalid("/steward", FieldFault.NOT_ALLOWED);
    }
    return make(caller, Kind.MEMBER, id, steward ? member.organisationId : null);
  }

  /**
   * Returns the member if the caller is an operator whose subtree contains the member's managing
   * division, see {@link Organisations#divisionOf}; throws NOT_FOUND otherwise.
   */
  Member requireOperator(Caller caller, long memberId) {
    return members
        .find(memberId)
        .filter(
            row -> caller.role() == Role.OPERATOR && caller.covers(organisations.divisionOf(row)))
        .orElseThrow(ProblemType.NOT_FOUND::exception);
  }

  /** Issues a code for the resident of a wish whose division is in the operator's subtree. */
  Made forWish(Caller caller, long id) {
    String division = residents.division(id).orElseThrow(ProblemType.NOT_FOUND::exception);
    if (caller.role() != Role.OPERATOR || !caller.covers(division)) {
      throw ProblemType.NOT_FOUND.exception();
    }
    if (!residents.isUnbound(id)) {
      throw ProblemType.ALREADY_BOUND.exception();
    }
    return make(caller, Kind.WISH, id, null);
  }

  private Made make(Caller caller, Kind kind, long id, Long stewarded) {
    BindingCode code = BindingCode.random();
    queries.putCode(
        kind.target(id),
        code.hash(),
        stewarded != null,
        stewarded,
        caller.account(),
        config.codeLife().toSeconds());
    return new Made(
        new Confidential(code.written()),
        queries.expiry(kind.target(id)).toInstant(ZoneOffset.UTC));
  }

  /** Redeems a code; empty if the code is unknown, expired or used already. */
  Optional<Used> use(BindingCode code) {
    if (!queries.useCode(code.hash())) {
      return Optional.empty();
    }
    CodeRow row = queries.code(code.hash());
    String[] target = row.target().split(":", 2);
    return Optional.of(
        new Used(
            Kind.valueOf(target[0]),
            Id.fromString(target[1]).value(),
            row.steward().intValue() == 1,
            row.organisationId(),
            row.madeBy()));
  }
}
