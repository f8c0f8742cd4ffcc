package org.microwish.login.staff;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.microwish.caller.Caller;
import org.microwish.platform.Id;
import org.microwish.privacy.Subject;
import org.microwish.privacy.Vault;
import org.microwish.rights.AccountStore;

/** Exports and erases the logins and names of staff. */
@ApplicationScoped
class StaffErasure implements AccountStore {

  private final EntityManager entities;
  private final StaffQueries queries;
  private final Vault vault;

  StaffErasure(EntityManager entities, StaffQueries queries, Vault vault) {
    this.entities = entities;
    this.queries = queries;
    this.vault = vault;
  }

  @Override
  public boolean isKept(String account) {
    return find(account).isPresent();
  }

  @Override
  public void erase(Caller by, String account, Instant at) {
    find(account)
        .ifPresent(
            login -> {
              queries.deleteInvitation(login.accountId);
              queries.deleteRecoveryCodes(login.accountId);
              queries.deleteLogin(login.accountId);
              entities.detach(login);
              vault.erase(Subject.account(login.accountId));
            });
  }

  /**
   * Writes the login name and the person's name. Writes an empty object if the account is not a
   * staff account.
   */
  @Override
  public void export(JsonGenerator json, String account) throws IOException {
    json.writeStartObject();
    Optional<StaffLogin> login = find(account);
    if (login.isPresent()) {
      json.writeStringField("loginName", login.get().loginName);
      Map<String, String> values = vault.read(Subject.account(login.get().accountId));
      if (values.containsKey(Staff.NAME)) {
        json.writeStringField("name", values.get(Staff.NAME));
      }
    }
    json.writeEndObject();
  }

  private Optional<StaffLogin> find(String account) {
    return Id.parse(account).map(id -> entities.find(StaffLogin.class, id.value()));
  }
}
