package org.microwish.login.wechat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
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

  private final EntityManager entities;
  private final Accounts accounts;
  private final Vault vault;
  private final RequestDigest digest;
  private final Ids ids;
  private final Time time;

  WeChatAccounts(
      EntityManager entities,
      Accounts accounts,
      Vault vault,
      RequestDigest digest,
      Ids ids,
      Time time) {
    this.entities = entities;
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
    return Id.parse(account)
        .filter(
            id ->
                !entities
                    .createNativeQuery("SELECT account_id FROM wechat_login WHERE account_id = ?1")
                    .setParameter(1, id.value())
                    .getResultList()
                    .isEmpty())
        .isPresent();
  }

  /** The account of an openid. */
  Optional<Account> find(String openid) {
    List<?> found =
        entities
            .createNativeQuery("SELECT account_id FROM wechat_login WHERE openid_tag = ?1")
            .setParameter(1, tag(openid))
            .getResultList();
    return found.stream().findFirst().flatMap(id -> accounts.find(((Number) id).longValue()));
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
    entities
        .createNativeQuery(
            "INSERT INTO wechat_login (openid_tag, account_id, created_at) VALUES (?1, ?2, ?3)")
        .setParameter(1, tag(openid))
        .setParameter(2, id)
        .setParameter(3, time.now())
        .executeUpdate();
    List<Commitment> commitments =
        vault.store(entryId, Subject.account(id), Map.of(OPENID, openid));
    return accounts.record(null, id, AccountDraft.RESIDENT, entryId, commitments).account();
  }

  /**
   * Forgets who an account's owner is in WeChat: its next login makes a new account. The vault's
   * values go with the subject.
   */
  public void forget(long account) {
    entities
        .createNativeQuery("DELETE FROM wechat_login WHERE account_id = ?1")
        .setParameter(1, account)
        .executeUpdate();
    vault.erase(Subject.account(account));
  }

  private byte[] tag(String openid) {
    return digest.of((DOMAIN + openid).getBytes(StandardCharsets.UTF_8));
  }
}
