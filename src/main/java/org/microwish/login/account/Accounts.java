package org.microwish.login.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.EntryDraft;
import org.microwish.ledger.EventTime;
import org.microwish.ledger.Ledger;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.ledger.leaf.Actor;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Transition;
import org.microwish.party.DivisionCode;
import org.microwish.party.Member;
import org.microwish.party.MemberState;
import org.microwish.party.Members;
import org.microwish.party.OrganisationState;
import org.microwish.party.Organisations;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.http.IfMatch;
import org.microwish.platform.sql.Transactions;
import org.microwish.platform.sql.Versions;
import org.microwish.privacy.Pseudonyms;
import org.microwish.problem.ProblemType;

/**
 * Creates and changes accounts. Every change except {@link #end} writes one ledger entry for the
 * account, under the account's pseudonym and without personal values. Works in the caller's
 * transaction; callers must check first that the change is permitted. This class is longer than 400
 * lines because all commands share the row lock and the ledger entry.
 */
@ApplicationScoped
public class Accounts {

  private final EntityManager entities;
  private final AccountQueries queries;
  private final Versions versions;
  private final Members members;
  private final Organisations organisations;
  private final Epochs epochs;
  private final Pseudonyms pseudonyms;
  private final Ledger ledger;
  private final Ids ids;
  private final Time time;

  Accounts(
      EntityManager entities,
      AccountQueries queries,
      Versions versions,
      Members members,
      Organisations organisations,
      Epochs epochs,
      Pseudonyms pseudonyms,
      Ledger ledger,
      Ids ids,
      Time time) {
    this.entities = entities;
    this.queries = queries;
    this.versions = versions;
    this.members = members;
    this.organisations = organisations;
    this.epochs = epochs;
    this.pseudonyms = pseudonyms;
    this.ledger = ledger;
    this.ids = ids;
    this.time = time;
  }

  /** Returns the account with that id, in any state. */
  public Optional<Account> find(long id) {
    return Optional.ofNullable(entities.find(Account.class, id));
  }

  /**
   * Returns the caller's account; empty for a client, and for an account that was never recorded.
   */
  public Optional<Account> of(Caller caller) {
    return Id.parse(caller.account()).flatMap(id -> find(id.value()));
  }

  /**
   * Returns the roles in which an account may act now: {@link Account#roles} without MEMBER unless
   * the member is active, and without STEWARD unless the organisation is active. An account that
   * became steward through its membership is steward only while its member is active and belongs to
   * that organisation; an account whose own role is STEWARD needs no membership.
   */
  public Set<Role> usableRoles(Account account) {
    Set<Role> roles = account.roles();
    Optional<Member> member =
        Optional.ofNullable(account.memberId)
            .flatMap(members::find)
            .filter(row -> row.state == MemberState.ACTIVE);
    if (member.isEmpty()) {
      roles.remove(Role.MEMBER);
    }
    Long organisation = account.organisationId;
    if (organisation != null) {
      boolean active =
          organisations
              .find(organisation)
              .filter(row -> row.state == OrganisationState.ACTIVE)
              .isPresent();
      boolean belongs =
          account.role == Role.STEWARD
              || member.filter(row -> organisation.equals(row.organisationId)).isPresent();
      if (!active || !belongs) {
        roles.remove(Role.STEWARD);
      }
    }
    return roles;
  }

  /**
   * Returns a new id for an account that {@link #record} will create, so that other rows can refer
   * to the id first.
   */
  public long newId() {
    return ids.next();
  }

  /**
   * Creates an account.
   *
   * @param by the caller who creates the account; null at the owner's first login, and for the
   *     first administrator
   * @param id the account's id, from {@link #newId}
   */
  public AccountRecorded record(Caller by, long id, AccountDraft draft) {
    return record(by, id, draft, ids.next(), List.of());
  }

  /**
   * Creates an account. The leaf contains the given commitments, without their values.
   *
   * @param entryId the ledger entry's id, to which the openings of the commitments refer
   */
  public AccountRecorded record(
      Caller by, long id, AccountDraft draft, long entryId, List<Commitment> commitments) {
    Account row = new Account();
    row.id = id;
    row.version = 1;
    row.state = AccountState.ACTIVE;
    row.role = draft.role();
    row.organisationId = draft.organisationId();
    row.divisionPath = draft.divisionPath();
    row.createdAt = time.now();
    row.updatedAt = row.createdAt;
    entities.persist(row);
    entities.flush();
    return append(
        by,
        row,
        EntryType.ACCOUNT_RECORDED,
        AccountCommand.RECORD,
        null,
        entryId,
        commitments,
        Map.of());
  }

  /**
   * Changes an account's role, organisation or division. Revokes the account's tokens, because they
   * carry the old rights; the sessions stay open and can get new tokens.
   *
   * @param version the versions that the caller accepts (If-Match)
   */
  public AccountRecorded change(Caller by, long id, IfMatch version, AccountDraft draft) {
    return change(
        by,
        id,
        version,
        AccountCommand.CHANGE,
        EnumSet.of(AccountState.ACTIVE, AccountState.SUSPENDED),
        row -> {
          row.role = draft.role();
          row.organisationId = draft.organisationId();
          row.divisionPath = draft.divisionPath();
          epochs.raise(row.text());
        });
  }

  /**
   * The member and organisation to which {@link #bind} binds an account.
   *
   * @param memberId the member, or null to keep the current one
   * @param organisationId the organisation of which the account also becomes steward, or null to
   *     keep the current one
   * @param voucher the account of the staff member who issued the binding code, or null
   */
  public record Binding(Long memberId, Long organisationId, String voucher) {}

  /**
   * Binds an active account. Throws ALREADY_BOUND if the account is bound to another member, if the
   * member is bound to another account, or if the account's own role is STEWARD and the
   * organisation would change. Revokes tokens that no longer match the bindings.
   *
   * @param entryId the ledger entry's id, to which the openings of the commitments refer
   * @param commitments commitments to the wishes to which the account is bound; the leaf does not
   *     show the wishes
   */
  public AccountRecorded bind(
      Caller by, long id, Binding binding, long entryId, List<Commitment> commitments) {
    Account row = lock(id, IfMatch.ANY, EnumSet.of(AccountState.ACTIVE));
    if (row.role == Role.STEWARD
        && binding.organisationId() != null
        && !binding.organisationId().equals(row.organisationId)) {
      throw ProblemType.ALREADY_BOUND.exception();
    }
    // Tokens of collectors and staff carry member and organisation, so that an account cannot
    // confirm its own work; a steward's token carries the organisation. Such tokens must be
    // reissued. A resident's token carries neither.
    if ((binding.memberId() != null || binding.organisationId() != null)
        && (row.role != Role.RESIDENT || row.organisationId != null)) {
      epochs.raise(row.text());
    }
    if (binding.memberId() != null) {
      if (row.memberId != null && !row.memberId.equals(binding.memberId())) {
        throw ProblemType.ALREADY_BOUND.exception();
      }
      row.memberId = binding.memberId();
      try {
        entities.flush();
      } catch (RuntimeException thrown) {
        if (Transactions.isDuplicate(thrown)) {
          throw ProblemType.ALREADY_BOUND.exception();
        }
        throw thrown;
      }
      queries.noteAtMember(row.memberId, row.text());
    }
    if (binding.organisationId() != null) {
      row.organisationId = binding.organisationId();
    }
    Map<String, Object> more =
        binding.voucher() == null
            ? Map.of()
            : Map.of("voucher", pseudonyms.ofAccount(binding.voucher()));
    return append(
        by,
        row,
        EntryType.ACCOUNT_CHANGED,
        AccountCommand.BIND,
        row.state,
        entryId,
        commitments,
        more);
  }

  /**
   * Removes the account's binding to its member, and to the organisation of which the account was
   * steward through the membership. Revokes the account's tokens. Throws NOT_BOUND if the account
   * has no member.
   */
  public AccountRecorded unbindMember(Caller by, long id) {
    return change(
        by,
        id,
        IfMatch.ANY,
        AccountCommand.UNBIND,
        EnumSet.of(AccountState.ACTIVE, AccountState.SUSPENDED),
        row -> {
          if (row.memberId == null) {
            throw ProblemType.NOT_BOUND.exception();
          }
          leaveMember(row);
          epochs.raise(row.text());
        });
  }

  private void leaveMember(Account row) {
    if (row.memberId != null) {
      queries.noteAtMember(row.memberId, null);
      row.memberId = null;
    }
    if (row.role != Role.STEWARD) {
      row.organisationId = null;
    }
  }

  /**
   * Writes a ledger entry for a change to an active account that is stored outside the account's
   * row: credentials, or bindings to wishes.
   *
   * @param entryId the ledger entry's id, to which the openings of the commitments refer
   */
  public AccountRecorded note(
      Caller by, long id, AccountCommand command, long entryId, List<Commitment> commitments) {
    Account row = lock(id, IfMatch.ANY, EnumSet.of(AccountState.ACTIVE));
    return append(
        by, row, EntryType.ACCOUNT_CHANGED, command, row.state, entryId, commitments, Map.of());
  }

  /**
   * Suspends an active account and revokes its tokens. Logins and refreshes are then refused with
   * ACCOUNT_SUSPENDED.
   */
  public AccountRecorded suspend(Caller by, long id) {
    return change(
        by,
        id,
        IfMatch.ANY,
        AccountCommand.SUSPEND,
        EnumSet.of(AccountState.ACTIVE),
        row -> {
          row.state = AccountState.SUSPENDED;
          epochs.raise(row.text());
        });
  }

  /** Reactivates a suspended account. */
  public AccountRecorded reactivate(Caller by, long id) {
    return change(
        by,
        id,
        IfMatch.ANY,
        AccountCommand.REACTIVATE,
        EnumSet.of(AccountState.SUSPENDED),
        row -> row.state = AccountState.ACTIVE);
  }

  /**
   * Ends an account permanently: removes its bindings and revokes its tokens. Writes no ledger
   * entry of its own, because the entry of the command that erases the person records this. The
   * caller must delete the account's credentials in the same transaction. Does nothing if the
   * account has ended already.
   */
  public void end(long id, Instant at) {
    if (queries.end(id, AccountState.ERASED) == 0) {
      return;
    }
    Account row = entities.find(Account.class, id);
    entities.refresh(row);
    leaveMember(row);
    row.organisationId = null;
    row.divisionPath = null;
    row.updatedAt = at;
    epochs.raise(row.text());
  }

  /**
   * Locks an account's row until the transaction ends; does nothing if the account does not exist.
   */
  public void lock(long id) {
    queries.lock(id);
  }

  private AccountRecorded change(
      Caller by,
      long id,
      IfMatch version,
      AccountCommand command,
      Set<AccountState> from,
      Consumer<Account> change) {
    Account row = lock(id, version, from);
    AccountState before = row.state;
    change.accept(row);
    return append(
        by, row, EntryType.ACCOUNT_CHANGED, command, before, ids.next(), List.of(), Map.of());
  }

  /**
   * Locks an account's row and increments its version. Throws ACCOUNT_STATE_CONFLICT if the account
   * is in none of the given states.
   */
  private Account lock(long id, IfMatch version, Set<AccountState> states) {
    Account row =
        versions.raise(
            Account.class,
            id,
            version,
            found -> {
              if (!states.contains(found.state)) {
                throw ProblemType.ACCOUNT_STATE_CONFLICT.exception().with("state", found.state);
              }
            });
    row.updatedAt = EventTime.of(Caller.SYSTEM, null, row.updatedAt, time.now()).occurredAt();
    return row;
  }

  private AccountRecorded append(
      Caller by,
      Account row,
      EntryType type,
      AccountCommand command,
      AccountState from,
      long entryId,
      List<Commitment> commitments,
      Map<String, Object> more) {
    String pseudonym = pseudonyms.ofAccount(row.text());
    Actor actor =
        by == null || by.account().equals(row.text())
            ? new Actor(pseudonym, null, row.role.name())
            : pseudonyms.actor(by, 0);
    LedgerReceipt receipt =
        ledger.append(
            new EntryDraft(
                entryId,
                type,
                AggregateType.ACCOUNT,
                pseudonym,
                row.version,
                actor,
                row.updatedAt,
                time.now(),
                new Transition(command.name(), from == null ? null : from.name(), row.state.name()),
                Map.of("account", facts(row, more)),
                List.of(),
                commitments,
                row.divisionPath == null || row.divisionPath.isEmpty()
                    ? null
                    : DivisionCode.publicPath(row.divisionPath),
                row.organisationId));
    return new AccountRecorded(row, receipt);
  }

  private Map<String, Object> facts(Account row, Map<String, Object> more) {
    Map<String, Object> facts = new LinkedHashMap<>(more);
    facts.put("role", row.role.name());
    facts.put("state", row.state.name());
    // An erased member has no pseudonym and must not get a new one.
    if (row.memberId != null
        && members.find(row.memberId).filter(one -> one.erasedAt != null).isEmpty()) {
      facts.put("member", pseudonyms.ofMember(row.memberId));
    }
    if (row.organisationId != null) {
      facts.put("organisation", Id.text(row.organisationId));
    }
    if (row.divisionPath != null) {
      facts.put("division", DivisionCode.publicPath(row.divisionPath));
    }
    return facts;
  }
}
