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
 * Whose openid is whose. The openid lies in the vault, under the account; beside the account stands
 * only a keyed hash of it. Works in the caller's transaction.
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

  /** The openid of an account, or nothing where it does not log in through WeChat. */
  public Optional<String> openid(long account) {
    return Optional.ofNullable(vault.read(Subject.account(account)).get(OPENID));
  }

  /** The openid of an account as tokens name it. */
  public Optional<String> openid(String account) {
    return Id.parse(account).flatMap(id -> openid(id.value()));
  }

  /** Whether an account as tokens name it logs in through WeChat. */
  boolean isKnown(String account) {
    return Id.parse(account).filter(id -> queries.countLogins(id.value()) > 0).isPresent();
  }

  /** The account of an openid. */
  Optional<Account> find(String openid) {
    return Optional.ofNullable(queries.account(tag(openid))).flatMap(accounts::find);
  }

  /**
   * Records an account for an openid.
   *
   * @throws RuntimeException of a duplicate key when somebody else has just done so
   */
  Account record(String openid) {
    long id = accounts.newId();
    long entryId = ids.next();
    // First, so that a rival waits here and then finds this one.
    queries.insertLogin(tag(openid), id, time.now());
    List<Commitment> commitments =
        vault.store(entryId, Subject.account(id), Map.of(OPENID, openid));
    return accounts.record(null, id, AccountDraft.RESIDENT, entryId, commitments).account();
  }

  /**
   * Forgets who an account's owner is in WeChat: its next login makes a new account. The vault's
   * values go with the subject.
   */
  public void forget(long account) {
    queries.deleteLogin(account);
    vault.erase(Subject.account(account));
  }

  private byte[] tag(String openid) {
    return digest.of((DOMAIN + openid).getBytes(StandardCharsets.UTF_8));
  }
}
