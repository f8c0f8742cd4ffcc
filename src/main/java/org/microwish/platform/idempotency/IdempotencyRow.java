package org.microwish.platform.idempotency;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Map;

/** The row of an idempotency key, with the response of the command that was sent with the key. */
@Entity
@Table(name = "idempotency")
class IdempotencyRow {

  /**
   * Maps operation ids that were changed to their earlier ones, under which rows are still stored.
   * So a client can repeat a command during and after the upgrade to the release with the new id.
   */
  private static final Map<String, String> EARLIER_NAMES =
      Map.ofEntries(
          Map.entry("startClaim", "start"),
          Map.entry("recordContact", "contact"),
          Map.entry("recordAssessment", "assess"),
          Map.entry("deliverClaim", "deliver"),
          Map.entry("addPledge", "pledge"),
          Map.entry("recordRefund", "refund"),
          Map.entry("sendThanks", "thank"),
          Map.entry("createCheckIn", "checkIn"),
          Map.entry("markInboxRead", "readInbox"),
          Map.entry("bindAccountByCode", "bindByCode"),
          Map.entry("bindAccountByPhone", "bindByPhone"),
          Map.entry("admitGroupMember", "admitToGroup"),
          Map.entry("removeGroupMember", "removeFromGroup"));

  /**
   * The primary key.
   *
   * @param caller the account of the caller
   * @param operation the operation id of the command in the contract, or an earlier one: see {@link
   *     #EARLIER_NAMES}
   * @param idemKey the key that the client sent, or one created by the service
   */
  @Embeddable
  record Key(String caller, String operation, String idemKey) implements Serializable {

    Key {
      operation = EARLIER_NAMES.getOrDefault(operation, operation);
    }
  }

  @EmbeddedId Key key;
  byte[] bodyHash;
  short status;
  String location;
  byte[] answer;
  Instant createdAt;
}
