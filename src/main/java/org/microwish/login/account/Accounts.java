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
 * The accounts. Every change is one ledger entry of the account, under its pseudonym, without a
 * personal value. Works in the caller's transaction; who may change what is for the callers. Above
 * 400 lines because all commands share the row lock and the entry that they write.
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

  /** The account with that id, whatever its state. */
  public Optional<Account> find(long id) {
    return Optional.ofNullable(entities.find(Account.class, id));
  }

  /** The account that a caller is, or nothing where it is a client or was never recorded. */
  public Optional<Account> of(Caller caller) {
    return Id.parse(caller.account()).flatMap(id -> find(id.value()));
  }

  /**
   * What an account may act as now: of its roles, MEMBER only while the member is active, and
   * STEWARD only while the organisation is. Who was made steward as a member is one only while it
   * is an active member of that organisation; staff are stewards by appointment.
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

  /** A key for an account that {@link #record} will be given, so that others can name it first. */
  public long newId() {
    return ids.next();
  }

  /**
   * Records an account.
   *
   * @param by who does; null for the account itself, at its first login
   * @param id from {@link #newId}
   */
  public AccountRecorded record(Caller by, long id, AccountDraft draft) {
    return record(by, id, draft, ids.next(), List.of());
  }

  /**
   * Records an account with what the leaf commits to and does not show.
   *
   * @param entryId the entry's key, which openings of its commitments name
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
   * Gives an account another role, organisation or division. Its tokens are revoked, because they
   * carry the old rights; its sessions go on and get new ones.
   *
   * @param version the versions that the caller has seen
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
   * What an account is bound to.
   *
   * @param memberId the member, or null to leave that
   * @param organisationId the organisation that it becomes steward of too, or null to leave that
   * @param voucher the account of the staff who gave out the code for it, or null
   */
  public record Binding(Long memberId, Long organisationId, String voucher) {}

  /**
   * Binds an account. Takes a member away from no other account, and no organisation from a steward
   * by appointment: ALREADY_BOUND. Tokens that say otherwise are revoked.
   *
   * @param entryId the entry's key, which openings of its commitments name
   * @param commitments to the wishes that it is bound to, which the leaf does not show
   */
  public AccountRecorded bind(
      Caller by, long id, Binding binding, long entryId, List<Commitment> commitments) {
    Account row = lock(id, IfMatch.ANY, EnumSet.of(AccountState.ACTIVE));
    if (row.role == Role.STEWARD
        && binding.organisationId() != null
        && !binding.organisationId().equals(row.organisationId)) {
      throw ProblemType.ALREADY_BOUND.exception();
    }
    // A collector's or staff's token says which member and organisation it is, so that it confirms
    // nothing of its own; a steward's says its organisation. A resident's says neither.
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
   * Takes an account's member from it, and the organisation that it was steward of as a member; its
   * tokens are revoked.
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
   * Records a change of what belongs to an active account and is kept elsewhere: its credentials,
   * its bindings to wishes.
   *
   * @param entryId the entry's key, which openings of its commitments name
   */
  public AccountRecorded note(
      Caller by, long id, AccountCommand command, long entryId, List<Commitment> commitments) {
    Account row = lock(id, IfMatch.ANY, EnumSet.of(AccountState.ACTIVE));
    return append(
        by, row, EntryType.ACCOUNT_CHANGED, command, row.state, entryId, commitments, Map.of());
  }

  /** Bars an account; its tokens are revoked, and its sessions are refused. */
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

  /** Lets a suspended account in again. */
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
   * Ends an account for ever, with its bindings and tokens, as a part of the command that erases a
   * person: the entry of that command records it. How the owner logs in is for the caller to
   * destroy, in the same transaction.
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

  /** Locks an account's row, where there is one, until the transaction ends. */
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

  /** Locks an account's row in one of the states and makes its next version. */
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
    if (row.memberId != null) {
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
