package org.microwish.login.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.http.VersionedReceipt;
import org.microwish.platform.idempotency.ShownOnce;

/**
 * The response to the creation or change of a client.
 *
 * @param secretId the id of the new secret; null if none was issued
 * @param secret the new secret in plaintext, or null. It is shown once: the response to an
 *     idempotent repeat does not contain it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    description =
        "The version and state of the client after the change, and the new secret if one was"
            + " issued.")
public record ClientReceipt(
    @Schema(description = "The client_id of OAuth") Id id,
    long version,
    ClientState state,
    @Schema(description = "Id of the new secret, if one was issued") Id secretId,
    @Schema(
            description =
                "The new secret. It is shown only in the first response: the response to a repeat"
                    + " omits it, and it cannot be read later")
        Confidential secret,
    LedgerReceipt ledger)
    implements ShownOnce, VersionedReceipt {

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
