package org.microwish.login.client;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;

/** Queries on clients, on their secrets and on the assertions that were used. */
interface ClientQueries {

  @HQL("from Client where organisationId = :organisationId and state = :state")
  List<Client> ofOrganisation(long organisationId, ClientState state);

  /** Returns the secrets of the given clients that are valid at {@code now}, oldest first. */
  @HQL(
      """
      from ClientSecret
      where clientId in :clientIds and (expiresAt is null or expiresAt > :now)
      order by id
      """)
  List<ClientSecret> secrets(Collection<Long> clientIds, Instant now);

  /**
   * Sets the expiry of a client's secrets to {@code end}; secrets that expire earlier keep their
   * expiry.
   */
  @HQL(
      """
      update ClientSecret set expiresAt = :end
      where clientId = :clientId and (expiresAt is null or expiresAt > :end)
      """)
  void endSecrets(long clientId, Instant end);

  @HQL("delete from ClientSecret where clientId = :clientId")
  void deleteSecrets(long clientId);

  @SQL(
      """
      INSERT INTO client_assertion (client_id, jti_hash, expires_at)
      VALUES (:clientId, :jtiHash, :expiresAt)
      """)
  void useAssertion(long clientId, byte[] jtiHash, Instant expiresAt);

  @SQL(
      """
      DELETE FROM client_assertion WHERE expires_at < UTC_TIMESTAMP(6) - INTERVAL 10 MINUTE
      LIMIT :limit
      """)
  int deleteAssertions(int limit);
}
