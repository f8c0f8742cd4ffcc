package org.microwish.rights;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.microwish.identity.Caller;
import org.microwish.identity.account.Account;
import org.microwish.identity.account.AccountState;
import org.microwish.identity.account.Accounts;
import org.microwish.identity.login.WeChatAccounts;
import org.microwish.identity.session.Sessions;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.privacy.Subject;
import org.microwish.privacy.Vault;

/**
 * The accounts that the service keeps itself; one of another provider's is not among them. That an
 * account has ended is an entry of its own, as every change of it: its versions have no gap.
 */
@ApplicationScoped
class AccountRecords implements AccountRows {

  private final Accounts accounts;
  private final Sessions sessions;
  private final WeChatAccounts weChat;
  private final Vault vault;

  AccountRecords(Accounts accounts, Sessions sessions, WeChatAccounts weChat, Vault vault) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.weChat = weChat;
    this.vault = vault;
  }

  private Optional<Account> find(String account) {
    return Id.parse(account).flatMap(id -> accounts.find(id.value()));
  }

  @Override
  public boolean isKept(String account) {
    return find(account).filter(row -> row.state != AccountState.ERASED).isPresent();
  }

  @Override
  public void erase(Caller by, String account, Instant at) {
    Optional<Account> found = find(account).filter(row -> row.state != AccountState.ERASED);
    if (found.isPresent()) {
      sessions.closeAll(found.get());
      accounts.erase(by, found.get().id);
      // Last: the account's entry still names its pseudonym.
      weChat.forget(found.get().id);
    }
  }

  @Override
  public void export(JsonGenerator json, String account) throws IOException {
    Optional<Account> found = find(account);
    if (found.isEmpty()) {
      return;
    }
    Account row = found.get();
    json.writeStartObject();
    json.writeStringField("account", account);
    json.writeStringField("state", row.state.name());
    json.writeStringField("role", row.role.name());
    if (row.memberId != null) {
      json.writeStringField("memberId", Id.text(row.memberId));
    }
    json.writeStringField(
        "createdAt", row.createdAt.atZone(Time.ZONE).toOffsetDateTime().toString());
    json.writeObjectFieldStart("values");
    for (Map.Entry<String, String> value : vault.read(Subject.account(row.id)).entrySet()) {
      json.writeStringField(value.getKey(), value.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}
