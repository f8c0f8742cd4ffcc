package org.microwish.login.wechat;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.login.account.Account;
import org.microwish.login.account.AccountState;
import org.microwish.login.account.Accounts;
import org.microwish.login.session.Sessions;
import org.microwish.platform.Id;
import org.microwish.platform.http.Times;
import org.microwish.rights.AccountStore;

/**
 * Exports and erases accounts. Runs in the caller's transaction and writes no ledger entry: the
 * command that erases the person writes the entry.
 */
@ApplicationScoped
class AccountErasure implements AccountStore {

  private final Accounts accounts;
  private final WeChatAccounts weChatAccounts;
  private final Sessions sessions;

  AccountErasure(Accounts accounts, WeChatAccounts weChatAccounts, Sessions sessions) {
    this.accounts = accounts;
    this.weChatAccounts = weChatAccounts;
    this.sessions = sessions;
  }

  @Override
  public void lock(String account) {
    Id.parse(account).ifPresent(id -> accounts.lock(id.value()));
  }

  @Override
  public boolean isKept(String account) {
    return find(account).filter(row -> row.state != AccountState.ERASED).isPresent();
  }

  /**
   * Ends the account, its sessions and its bindings, and deletes its WeChat login. A WeChat user's
   * next login creates a new account. Does nothing if the account does not exist or is erased
   * already.
   */
  @Override
  public void erase(Caller by, String account, Instant at) {
    find(account)
        .filter(row -> row.state != AccountState.ERASED)
        .ifPresent(
            row -> {
              sessions.closeAll(row);
              accounts.end(row.id, at);
              weChatAccounts.forget(row.id);
            });
  }

  /**
   * Writes the account's id, state, roles, bindings and openid; an empty object if the account does
   * not exist.
   */
  @Override
  public void export(JsonGenerator json, String account) throws IOException {
    json.writeStartObject();
    Optional<Account> found = find(account);
    if (found.isPresent()) {
      Account row = found.get();
      json.writeStringField("id", row.text());
      json.writeStringField("state", row.state.name());
      json.writeArrayFieldStart("roles");
      for (Role role : row.roles()) {
        json.writeString(role.name());
      }
      json.writeEndArray();
      if (row.memberId != null) {
        json.writeStringField("memberId", Id.text(row.memberId));
      }
      if (row.organisationId != null) {
        json.writeStringField("organisationId", Id.text(row.organisationId));
      }
      json.writeStringField("createdAt", Times.text(row.createdAt));
      Optional<String> openid = weChatAccounts.openid(row.id);
      if (openid.isPresent()) {
        json.writeStringField("openid", openid.get());
      }
    }
    json.writeEndObject();
  }

  private Optional<Account> find(String account) {
    return Id.parse(account).flatMap(id -> accounts.find(id.value()));
  }
}
