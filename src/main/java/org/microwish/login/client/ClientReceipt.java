package org.microwish.login.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.idempotency.ShownOnce;

/**
 * The response to a change of a client.
 *
 * @param secretId the id of the new secret, if there is one
 * @param secret the new secret in clear, shown once: idempotent repeats do not contain it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "The client's version and state after the change, and its new secret.")
public record ClientReceipt(
    @Schema(description = "OAuth's client_id") Id id,
    long version,
    ClientState state,
    @Schema(description = "The new secret's id, where there is one") Id secretId,
    @Schema(
            description =
                "The new secret, shown once: not in the answer to a repeat, and known to nobody"
                    + " afterwards")
        Confidential secret,
    LedgerReceipt ledger)
    implements ShownOnce {

  static ClientReceipt of(Clients.RecordedClient recorded) {
    return new ClientReceipt(
        new Id(recorded.client().id),
        recorded.client().version,
        recorded.client().state,
        recorded.secret() == null ? null : new Id(recorded.secret().id()),
        recorded.secret() == null ? null : recorded.secret().text(),
        recorded.ledger());
  }

  @Override
  public ClientReceipt withoutSecret() {
    return new ClientReceipt(id, version, state, secretId, null, ledger);
  }
}
