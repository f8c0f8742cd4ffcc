package org.microwish.login.staff;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.login.account.Account;
import org.microwish.login.account.AccountCommand;
import org.microwish.login.account.AccountDraft;
import org.microwish.login.account.AccountRecorded;
import org.microwish.login.account.AccountState;
import org.microwish.login.account.Accounts;
import org.microwish.login.credential.OneTimeCode;
import org.microwish.login.session.Sessions;
import org.microwish.party.Divisions;
import org.microwish.party.LockedOrganisation;
import org.microwish.party.Organisations;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.http.IfMatch;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.sql.Listing;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.Subject;
import org.microwish.privacy.SubjectType;
import org.microwish.privacy.Vault;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * The accounts of staff. Administrators keep them, each within its own subtree, and nobody its own.
 * Works in the caller's transaction; every command is one ledger entry of the account.
 */
@ApplicationScoped
public class Staff {

  /** 120 bits. */
  private static final int CODE_CHARACTERS = 24;

  /** The field of the vault that holds the name of an account's owner. */
  static final String NAME = "name";

  private final EntityManager entities;
  private final StaffQueries queries;
  private final Accounts accounts;
  private final Sessions sessions;
  private final Divisions divisions;
  private final Organisations organisations;
  private final Vault vault;
  private final StaffConfig config;
  private final Ids ids;
  private final Time time;

  Staff(
      EntityManager entities,
      StaffQueries queries,
      Accounts accounts,
      Sessions sessions,
      Divisions divisions,
      Organisations organisations,
      Vault vault,
      StaffConfig config,
      Ids ids,
      Time time) {
    this.entities = entities;
    this.queries = queries;
    this.accounts = accounts;
    this.sessions = sessions;
    this.divisions = divisions;
    this.organisations = organisations;
    this.vault = vault;
    this.config = config;
    this.ids = ids;
    this.time = time;
  }

  /**
   * An account of staff.
   *
   * @param name the person's, null where unknown or erased
   */
  public record Member(Account account, StaffLogin login, String name) {}

  /**
   * What lets somebody in for the first time.
   *
   * @param code shown once
   */
  public record Invitation(OneTimeCode code, Instant expiresAt) {}

  /** A change and the invitation that came of it, or null. */
  public record RecordedStaff(AccountRecorded recorded, Invitation invitation) {}

  /** Records an account and invites its owner. ALREADY_EXISTS when the login name is taken. */
  public RecordedStaff record(Caller caller, StaffDraft draft) {
    return record(caller, draft, place(caller, draft));
  }

  /** Records the first administrator, who answers to nobody. */
  RecordedStaff recordFirst(StaffDraft draft) {
    return record(null, draft, new AccountDraft(Role.ADMINISTRATOR, null, null));
  }

  private RecordedStaff record(Caller caller, StaffDraft draft, AccountDraft place) {
    long id = accounts.newId();
    long entryId = ids.next();
    List<Commitment> commitments =
        draft.name() == null
            ? List.of()
            : vault.store(entryId, Subject.account(id), Map.of(NAME, draft.name().value()));
    AccountRecorded recorded = accounts.record(caller, id, place, entryId, commitments);
    StaffLogin login = new StaffLogin();
    login.accountId = id;
    login.loginName = draft.loginName();
    login.updatedAt = recorded.account().updatedAt;
    entities.persist(login);
    try {
      entities.flush();
    } catch (RuntimeException thrown) {
      if (Transactions.isDuplicate(thrown)) {
        throw ProblemType.ALREADY_EXISTS.exception();
      }
      throw thrown;
    }
    return new RecordedStaff(recorded, invite(id));
  }

  /**
   * Gives an account another role or place.
   *
   * @param version the versions that the caller has seen
   */
  public AccountRecorded change(Caller caller, long id, IfMatch version, StaffPlace place) {
    require(caller, id);
    return accounts.change(caller, id, version, place(caller, place));
  }

  /** Bars an account, and ends its sessions and tokens. */
  public AccountRecorded suspend(Caller caller, long id) {
    require(caller, id);
    AccountRecorded recorded = accounts.suspend(caller, id);
    sessions.closeAll(recorded.account());
    return recorded;
  }

  /** Lets a suspended account in again. */
  public AccountRecorded reactivate(Caller caller, long id) {
    require(caller, id);
    return accounts.reactivate(caller, id);
  }

  /** Ends an account's sessions and tokens; it may log in again. */
  public AccountRecorded revokeTokens(Caller caller, long id) {
    require(caller, id);
    AccountRecorded recorded =
        accounts.note(caller, id, AccountCommand.CHANGE_CREDENTIALS, ids.next(), List.of());
    sessions.closeAll(recorded.account());
    return recorded;
  }

  /**
   * Takes an account's password, second factor and recovery codes away and invites its owner anew;
   * an earlier invitation is void. Its sessions and tokens end.
   */
  public RecordedStaff reset(Caller caller, long id) {
    require(caller, id);
    AccountRecorded recorded =
        accounts.note(caller, id, AccountCommand.CHANGE_CREDENTIALS, ids.next(), List.of());
    StaffLogin login = entities.find(StaffLogin.class, id);
    login.passwordHash = null;
    login.totp(null);
    login.updatedAt = recorded.account().updatedAt;
    entities.flush();
    queries.deleteRecoveryCodes(id);
    sessions.closeAll(recorded.account());
    return new RecordedStaff(recorded, invite(id));
  }

  private Invitation invite(long id) {
    OneTimeCode code = OneTimeCode.random(CODE_CHARACTERS);
    Instant end = time.now().plus(config.invitation());
    queries.deleteInvitation(id);
    queries.invite(id, code.hash(), end);
    return new Invitation(code, end);
  }

  /** An account that the caller may see; NOT_FOUND for the others. */
  public Member read(Caller caller, long id) {
    StaffLogin login = entities.find(StaffLogin.class, id);
    Account account = login == null ? null : accounts.find(id).orElse(null);
    if (account == null || !isWithin(caller, account.divisionPath)) {
      throw ProblemType.NOT_FOUND.exception();
    }
    return new Member(account, login, vault.read(Subject.account(id)).get(NAME));
  }

  /** An account and how its owner logs in. */
  private record AccountLogin(Account account, StaffLogin login) {}

  /**
   * The accounts that the caller may see, in the order in which they were recorded.
   *
   * @param division path of a subtree, or null
   */
  public Page<Member> list(
      Caller caller, String division, Role role, AccountState state, PageQuery page) {
    Page<AccountLogin> rows =
        new Listing<>(
                AccountLogin.class,
                "select a, s from Account a join StaffLogin s on s.accountId = a.id")
            .within("a.divisionPath", caller.divisionPath())
            .subtree("division", "a.divisionPath", division)
            .filter("role", role, "a.role = :role")
            .filter("state", state, "a.state = :state")
            .ascending("a.id", row -> row.account().id)
            .page(entities, page);
    Map<Long, Map<String, String>> personal =
        vault.read(
            SubjectType.ACCOUNT, rows.items().stream().map(row -> row.account().id).toList());
    return rows.map(
        row ->
            new Member(
                row.account(),
                row.login(),
                personal.getOrDefault(row.account().id, Map.of()).get(NAME)));
  }

  private void require(Caller caller, long id) {
    Member member = read(caller, id);
    if (member.account().text().equals(caller.account())) {
      // Who could raise or bar itself would be its own administrator.
      throw Caller.forbidden();
    }
  }

  private AccountDraft place(Caller caller, StaffPlace place) {
    String path = null;
    if (place.division() != null) {
      path =
          divisions
              .lookup(place.division())
              .orElseThrow(() -> ProblemException.invalid("/division", FieldFault.NOT_FOUND))
              .path;
    }
    Long organisationId = place.organisationId() == null ? null : place.organisationId().value();
    if (organisationId != null) {
      LockedOrganisation organisation =
          organisations.lock(List.of(organisationId)).get(organisationId);
      if (organisation == null) {
        throw ProblemException.invalid("/organisationId", FieldFault.NOT_FOUND);
      }
      if (!organisation.isActive()) {
        throw ProblemException.invalid("/organisationId", FieldFault.NOT_ALLOWED);
      }
      // Where its administrators look for it.
      path = organisation.divisionPath();
    }
    if (!isWithin(caller, path)) {
      throw Caller.forbidden();
    }
    return new AccountDraft(place.role(), organisationId, path);
  }

  /** An account of everywhere is kept by administrators of everywhere. */
  private static boolean isWithin(Caller caller, String path) {
    return path == null
        ? caller.role() == Role.ADMINISTRATOR && caller.divisionPath() == null
        : caller.administers(path);
  }
}
