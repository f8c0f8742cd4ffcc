package org.microwish.login.account;

import jakarta.annotation.Nullable;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.microwish.party.DivisionContents;

/** Queries on accounts, and on the epochs by which their tokens are revoked. */
interface AccountQueries {

  @HQL("select count(*) from Account where divisionPath = :path and state = :state")
  long countIn(String path, AccountState state);

  /**
   * Returns the ids of accounts in merged divisions, each with the path of the division's
   * successor. Leaves out accounts in the state {@code except}.
   */
  @HQL(
      """
      select x.id, s.path from Account x
      join Division d on d.path = x.divisionPath join Division s on s.code = d.successor
      where x.state <> :except
      order by x.id limit :limit
      """)
  List<DivisionContents.Misplaced> misplaced(AccountState except, int limit);

  /**
   * Locks an account's row until the transaction ends. Returns the id, or null if the account does
   * not exist.
   */
  @Nullable
  @SQL("SELECT id FROM account WHERE id = :id FOR UPDATE")
  Long lock(long id);

  /**
   * Sets the account's state to {@code ended}. Returns 0 if the account has this state already or
   * does not exist.
   */
  @HQL("update Account set state = :ended where id = :id and state <> :ended")
  int end(long id, AccountState ended);

  /** Returns the ids of the accounts that are stewards of the organisation. */
  @HQL("select id from Account where organisationId = :organisationId order by id")
  List<Long> ofOrganisation(long organisationId);

  /** Stores in the member's row the account that is bound to the member; null for none. */
  @HQL("update Member set account = :account where id = :memberId")
  void noteAtMember(long memberId, String account);

  @SQL(
      """
      INSERT INTO token_epoch (account, epoch, raised_at) VALUES (:account, 1, UTC_TIMESTAMP(6))
      ON DUPLICATE KEY UPDATE epoch = epoch + 1, raised_at = VALUES(raised_at)
      """)
  void raiseEpoch(String account);

  @Nullable
  @SQL("SELECT epoch FROM token_epoch WHERE account = :account")
  Long epoch(String account);

  /**
   * An epoch that was raised recently, and the account, client or session whose tokens it revokes.
   */
  record RaisedEpoch(String account, long epoch) {}

  @SQL(
      """
      SELECT account, epoch FROM token_epoch
      WHERE raised_at > UTC_TIMESTAMP(6) - INTERVAL :hours HOUR
      """)
  List<RaisedEpoch> raisedWithin(int hours);
}
