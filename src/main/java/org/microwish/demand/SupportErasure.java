package org.microwish.demand;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import org.microwish.caller.Caller;
import org.microwish.platform.Id;
import org.microwish.rights.AccountStore;

/** Exports which demands an account supports, and forgets who supported them. */
@ApplicationScoped
class SupportErasure implements AccountStore {

  /** Stands for an erased account. */
  private static final String NOBODY = "-";

  private final DemandQueries queries;

  SupportErasure(DemandQueries queries) {
    this.queries = queries;
  }

  /** Returns false: supports exist only for accounts that another store keeps. */
  @Override
  public boolean isKept(String account) {
    return false;
  }

  /** Forgets the account; the numbers of supporters stay. */
  @Override
  public void erase(Caller by, String account, Instant at) {
    queries.forgetSupporter(account, NOBODY);
  }

  @Override
  public void export(JsonGenerator json, String account) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("supportedDemands");
    for (Support support : queries.supportsOf(account)) {
      json.writeStartObject();
      json.writeStringField("demandId", Id.text(support.demandId));
      json.writeStringField("state", support.state.name());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
