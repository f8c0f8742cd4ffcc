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
 * Manages the accounts of staff. An administrator manages the accounts of the divisions in the
 * administrator's own subtree, but not the administrator's own account. Runs in the caller's
 * transaction; every command writes one ledger entry for the account.
 */
@ApplicationScoped
public class Staff {

  /** Length of an invitation code in characters: 120 random bits. */
  private static final int CODE_CHARACTERS = 24;

  /** Vault field of the name of an account's owner. */
  static final String NAME = "name";

  private final EntityManager entities;
  private final StaffQueries queries;
  private final Accounts accounts;
  private final Sessions sessions;
  private final Divisions divisions;
  private final Organisations organisations;
  private final Vault vault;
  private final Passwords passwords;
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
      Passwords passwords,
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
    this.passwords = passwords;
    this.config = config;
    this.ids = ids;
    this.time = time;
  }

  /**
   * An account of staff.
   *
   * @param name the name of the account's owner; null if unknown or erased
   */
  public record Member(Account account, StaffLogin login, String name) {}

  /**
   * An invitation to set a password and a second factor.
   *
   * @param code the invitation code, which is shown only once
   */
  public record Invitation(OneTimeCode code, Instant expiresAt) {}

  /** A recorded change of an account, and the invitation that the change issued. */
  public record RecordedStaff(AccountRecorded recorded, String loginName, Invitation invitation) {}

  /**
   * Creates a staff account and issues an invitation for its owner. Throws ALREADY_EXISTS if the
   * login name is taken.
   */
  public RecordedStaff record(Caller caller, StaffDraft draft) {
    return record(caller, draft, place(caller, draft));
  }

  /** Creates a staff account like {@link #record}, but issues no invitation. */
  public AccountRecorded recordUninvited(Caller caller, StaffDraft draft) {
    return enter(caller, draft, place(caller, draft));
  }

  /**
   * Issues invitations for some of the given accounts: those that the caller manages and whose
   * owners have neither a password nor a valid invitation.
   *
   * @param limit the maximum number of invitations
   */
  public List<RecordedStaff> invite(Caller caller, List<Long> accountIds, int limit) {
    return accountIds.isEmpty()
        ? List.of()
        : queries.uninvited(accountIds, time.now(), limit).stream()
            .filter(id -> manages(caller, id) && isUninvited(id))
            .map(id -> reset(caller, id))
            .toList();
  }

  private boolean manages(Caller caller, long id) {
    return accounts
        .find(id)
        .filter(account -> isWithin(caller, account.divisionPath))
        .filter(account -> !account.text().equals(caller.account()))
        .isPresent();
  }

  /**
   * Checks again, under the account's lock, whether the account needs an invitation, because a
   * concurrent request may have issued one.
   */
  private boolean isUninvited(long id) {
    accounts.lock(id);
    return !queries.uninvited(List.of(id), time.now(), 1).isEmpty();
  }

  /** Records an administrator of all divisions for {@link Bootstrap}, without a caller. */
  RecordedStaff recordFirst(StaffDraft draft) {
    return record(null, draft, new AccountDraft(Role.ADMINISTRATOR, null, null));
  }

  private RecordedStaff record(Caller caller, StaffDraft draft, AccountDraft place) {
    AccountRecorded recorded = enter(caller, draft, place);
    return new RecordedStaff(recorded, draft.loginName(), invite(recorded.account().id));
  }

  private AccountRecorded enter(Caller caller, StaffDraft draft, AccountDraft place) {
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
        throw ProblemType.ALREADY_EXISTS.exception().with("loginName", draft.loginName());
      }
      throw thrown;
    }
    return recorded;
  }

  /**
   * Changes an account's role, organisation or division.
   *
   * @param version the versions that the caller accepts (If-Match)
   */
  public AccountRecorded change(Caller caller, long id, IfMatch version, StaffPlace place) {
    require(caller, id);
    return accounts.change(caller, id, version, place(caller, place));
  }

  /** Suspends an account, ends its sessions and revokes its tokens. */
  public AccountRecorded suspend(Caller caller, long id) {
    require(caller, id);
    AccountRecorded recorded = accounts.suspend(caller, id);
    sessions.closeAll(recorded.account());
    return recorded;
  }

  /** Reactivates a suspended account. */
  public AccountRecorded reactivate(Caller caller, long id) {
    require(caller, id);
    return accounts.reactivate(caller, id);
  }

  /** Ends an account's sessions and revokes its tokens; the owner can log in again. */
  public AccountRecorded revokeTokens(Caller caller, long id) {
    require(caller, id);
    AccountRecorded recorded =
        accounts.note(caller, id, AccountCommand.CHANGE_CREDENTIALS, ids.next(), List.of());
    sessions.closeAll(recorded.account());
    return recorded;
  }

  /**
   * Deletes an account's password, second factor and recovery codes, ends its sessions, revokes its
   * tokens and issues a new invitation; an earlier invitation becomes invalid.
   */
  public RecordedStaff reset(Caller caller, long id) {
    require(caller, id);
    AccountRecorded recorded =
        accounts.note(caller, id, AccountCommand.CHANGE_CREDENTIALS, ids.next(), List.of());
    StaffLogin login = entities.find(StaffLogin.class, id);
    passwords.set(login, null, null);
    login.totp(null);
    login.updatedAt = recorded.account().updatedAt;
    entities.flush();
    queries.deleteRecoveryCodes(id);
    sessions.closeAll(recorded.account());
    return new RecordedStaff(recorded, login.loginName, invite(id));
  }

  private Invitation invite(long id) {
    OneTimeCode code = OneTimeCode.random(CODE_CHARACTERS);
    Instant end = time.now().plus(config.invitation());
    queries.deleteInvitation(id);
    queries.invite(id, code.hash(), end);
    return new Invitation(code, end);
  }

  /** Reads an account; throws NOT_FOUND if the caller may not see it. */
  public Member read(Caller caller, long id) {
    StaffLogin login = entities.find(StaffLogin.class, id);
    Account account = login == null ? null : accounts.find(id).orElse(null);
    if (account == null || !isWithin(caller, account.divisionPath)) {
      throw ProblemType.NOT_FOUND.exception();
    }
    return new Member(account, login, vault.read(Subject.account(id)).get(NAME));
  }

  /** An account and its login row. */
  private record AccountLogin(Account account, StaffLogin login) {}

  /**
   * Lists the accounts that the caller may see, in the order in which they were recorded.
   *
   * @param division path of a subtree, or null for all
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
      // An administrator must not manage the administrator's own account.
      throw Caller.forbidden();
    }
  }

  private AccountDraft place(Caller caller, StaffPlace place) {
    String path = null;
    if (place.division() != null) {
      path = divisions.require(place.division(), "/division").path;
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
      // A steward's account belongs to the division of the organisation.
      path = organisation.divisionPath();
    }
    if (!isWithin(caller, path)) {
      throw Caller.forbidden();
    }
    return new AccountDraft(place.role(), organisationId, path);
  }

  /**
   * Returns true if the caller may manage accounts of the division with that path. Only an
   * administrator of all divisions may manage an account without a division (null).
   */
  private static boolean isWithin(Caller caller, String path) {
    return path == null
        ? caller.role() == Role.ADMINISTRATOR && caller.divisionPath() == null
        : caller.administers(path);
  }
}
