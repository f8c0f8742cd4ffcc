package org.microwish.login.wechat;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.login.account.Account;
import org.microwish.login.account.AccountDraft;
import org.microwish.login.account.Accounts;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.idempotency.RequestDigest;
import org.microwish.privacy.Subject;
import org.microwish.privacy.Vault;

/**
 * Maps WeChat's openids to accounts. The vault stores the openid as a value of the account; the
 * login table stores only a keyed hash of the openid. Runs in the caller's transaction.
 */
@ApplicationScoped
public class WeChatAccounts {

  private static final String OPENID = "openid";
  private static final String DOMAIN = "microwish/openid/v1\n";

  private final WeChatQueries queries;
  private final Accounts accounts;
  private final Vault vault;
  private final RequestDigest digest;
  private final Ids ids;
  private final Time time;

  WeChatAccounts(
      WeChatQueries queries,
      Accounts accounts,
      Vault vault,
      RequestDigest digest,
      Ids ids,
      Time time) {
    this.queries = queries;
    this.accounts = accounts;
    this.vault = vault;
    this.digest = digest;
    this.ids = ids;
    this.time = time;
  }

  /** Returns the openid of an account; empty if the account does not log in with WeChat. */
  public Optional<String> openid(long account) {
    return Optional.ofNullable(vault.read(Subject.account(account)).get(OPENID));
  }

  /** Returns the openid of an account, given the account's id as text; empty if there is none. */
  public Optional<String> openid(String account) {
    return Id.parse(account).flatMap(id -> openid(id.value()));
  }

  /** Returns true if an account, given its id as text, logs in with WeChat. */
  boolean isKnown(String account) {
    return Id.parse(account).filter(id -> queries.countLogins(id.value()) > 0).isPresent();
  }

  /** Finds the account that logs in with an openid. */
  Optional<Account> find(String openid) {
    return Optional.ofNullable(queries.account(tag(openid))).flatMap(accounts::find);
  }

  /**
   * Records an account for an openid.
   *
   * @throws RuntimeException for a duplicate key if a concurrent login has just recorded an account
   *     for the openid
   */
  Account record(String openid) {
    long id = accounts.newId();
    long entryId = ids.next();
    // Insert this row first: a concurrent first login of the same user waits here, fails on the
    // duplicate key and then finds this account.
    queries.insertLogin(tag(openid), id, time.now());
    List<Commitment> commitments =
        vault.store(entryId, Subject.account(id), Map.of(OPENID, openid));
    return accounts.record(null, id, AccountDraft.RESIDENT, entryId, commitments).account();
  }

  /**
   * Deletes the link between an account and its WeChat user, and all values of the account in the
   * vault. The user's next login creates a new account.
   */
  public void forget(long account) {
    queries.deleteLogin(account);
    vault.erase(Subject.account(account));
  }

  private byte[] tag(String openid) {
    return digest.of((DOMAIN + openid).getBytes(StandardCharsets.UTF_8));
  }
}
