package org.microwish.login.wechat;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.microwish.caller.Caller;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.login.account.Account;
import org.microwish.login.account.AccountCommand;
import org.microwish.login.account.AccountRecorded;
import org.microwish.login.account.Accounts;
import org.microwish.login.account.Accounts.Binding;
import org.microwish.login.wechat.BindingCodes.Kind;
import org.microwish.login.wechat.BindingCodes.Used;
import org.microwish.party.LockedMember;
import org.microwish.party.Member;
import org.microwish.party.MemberState;
import org.microwish.party.Members;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.privacy.Subject;
import org.microwish.privacy.SubjectType;
import org.microwish.privacy.Vault;
import org.microwish.problem.ProblemType;
import org.microwish.wechat.WeChatPhone;
import org.microwish.wish.subject.Residents;

/**
 * Binds an account to its owner's member record, and to the wishes that staff recorded for its
 * owner. Each command writes one ledger entry for the account. The entry shows the member's
 * pseudonym. It shows commitments instead of the wishes' ids, so that readers of the ledger cannot
 * link the wishes of one resident. Methods run in the caller's transaction.
 */
@ApplicationScoped
public class Bindings {

  private final Accounts accounts;
  private final BindingCodes codes;
  private final Members members;
  private final Residents residents;
  private final Vault vault;
  private final BindingConfig config;
  private final Ids ids;

  Bindings(
      Accounts accounts,
      BindingCodes codes,
      Members members,
      Residents residents,
      Vault vault,
      BindingConfig config,
      Ids ids) {
    this.accounts = accounts;
    this.codes = codes;
    this.members = members;
    this.residents = residents;
    this.vault = vault;
    this.config = config;
    this.ids = ids;
  }

  /**
   * The result of a binding.
   *
   * @param wishes the wishes that this command bound to the account
   */
  public record Bound(AccountRecorded recorded, List<Long> wishes) {}

  /**
   * Returns the caller's account; throws FORBIDDEN for a client and for an account that was never
   * recorded.
   */
  Account account(Caller caller) {
    return accounts.of(caller).orElseThrow(Caller::forbidden);
  }

  /**
   * Binds the caller's account by its owner's telephone number, which WeChat has verified: to the
   * member with that number who is active and not under a legal hold, and to the wishes with that
   * contact number that {@link Residents#unbound} permits. BINDING_AMBIGUOUS if there are several
   * such members, or no such member and more than {@link BindingConfig#maxWishes} such wishes; with
   * one member and too many wishes, only the member is bound. BINDING_NOT_FOUND if there is neither
   * such a member nor such a wish.
   */
  Bound byPhone(Caller caller, WeChatPhone phone) {
    Account account = account(caller);
    String number = phone.written();
    List<Member> found =
        members.findAll(vault.find(SubjectType.MEMBER, "phone", number)).values().stream()
            .filter(member -> member.state == MemberState.ACTIVE && !member.held)
            .toList();
    Long member = found.size() == 1 ? Long.valueOf(found.getFirst().id) : account.memberId;
    List<Long> wishes =
        residents.unbound(
            vault.find(SubjectType.WISH, "contactPhone", number), account.text(), member);
    boolean tooMany = wishes.size() > config.maxWishes();
    if (found.size() > 1 || (found.isEmpty() && tooMany)) {
      throw ProblemType.BINDING_AMBIGUOUS.exception();
    }
    if (found.isEmpty() && wishes.isEmpty()) {
      throw ProblemType.BINDING_NOT_FOUND.exception();
    }
    Binding binding = new Binding(found.isEmpty() ? null : member, null, null);
    return bind(caller, account, binding, tooMany ? List.of() : wishes);
  }

  /**
   * Binds the caller's account to the member or wish for which staff issued the code.
   * BINDING_CODE_REFUSED if the code is invalid or the member is not active.
   */
  Bound byCode(Caller caller, BindingCode code) {
    Account account = account(caller);
    Used used = codes.use(code).orElseThrow(ProblemType.BINDING_CODE_REFUSED::exception);
    if (used.kind() == Kind.WISH) {
      return bind(caller, account, new Binding(null, null, used.madeBy()), List.of(used.id()));
    }
    LockedMember member =
        Optional.ofNullable(members.lock(List.of(used.id())).get(used.id()))
            .filter(LockedMember::isActive)
            // A code that also appoints a steward is void if the member has changed organisation
            // since the code was issued.
            .filter(
                found -> !used.steward() || used.organisationId().equals(found.organisationId()))
            .orElseThrow(ProblemType.BINDING_CODE_REFUSED::exception);
    Long organisation = used.steward() ? member.organisationId() : null;
    return bind(caller, account, new Binding(used.id(), organisation, used.madeBy()), List.of());
  }

  private Bound bind(Caller caller, Account account, Binding binding, List<Long> wishes) {
    boolean bound =
        binding.memberId() != null
            && binding.memberId().equals(account.memberId)
            && binding.organisationId() == null;
    if (wishes.isEmpty() && bound) {
      throw ProblemType.ALREADY_BOUND.exception();
    }
    long entryId = ids.next();
    List<Commitment> commitments = new ArrayList<>();
    Long member = binding.memberId() == null ? account.memberId : binding.memberId();
    for (long wish : wishes) {
      if (!residents.bind(wish, account.text(), member)) {
        throw ProblemType.ALREADY_BOUND.exception();
      }
      // The commitment is sealed under the wish's key: erasing the wish also destroys the link
      // between the wish and this account.
      commitments.add(
          vault.commit(entryId, Subject.wish(wish), "wish." + commitments.size(), Id.text(wish)));
    }
    return new Bound(accounts.bind(caller, account.id, binding, entryId, commitments), wishes);
  }

  /**
   * Removes the member from the caller's account. STILL_IN_USE while the member has a live claim or
   * participates in one: without the member, the account could confirm its own work as an
   * uninvolved resident.
   */
  AccountRecorded unbindMember(Caller caller) {
    Account account = account(caller);
    if (account.memberId != null) {
      members.requireNoLiveClaims(account.memberId);
    }
    return accounts.unbindMember(caller, account.id);
  }

  /**
   * Removes a member from the account that the member is bound to. Only for an operator of the
   * member's division; NOT_FOUND for other callers.
   */
  AccountRecorded unbindMember(Caller caller, long memberId) {
    Member member = codes.requireOperator(caller, memberId);
    Id account =
        Optional.ofNullable(member.account)
            .flatMap(Id::parse)
            .orElseThrow(ProblemType.NOT_BOUND::exception);
    return accounts.unbindMember(caller, account.value());
  }

  /**
   * Removes a wish from the caller's account; NOT_BOUND if the caller recorded the wish or is not
   * bound to it.
   */
  AccountRecorded unbindWish(Caller caller, long wish) {
    Account account = account(caller);
    if (!residents.unbind(wish, account.text())) {
      throw ProblemType.NOT_BOUND.exception();
    }
    long entryId = ids.next();
    Commitment commitment = vault.commit(entryId, Subject.wish(wish), "wish.0", Id.text(wish));
    return accounts.note(caller, account.id, AccountCommand.UNBIND, entryId, List.of(commitment));
  }
}
