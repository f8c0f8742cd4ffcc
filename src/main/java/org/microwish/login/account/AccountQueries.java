package org.microwish.login.account;

import jakarta.annotation.Nullable;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;

/** Queries on accounts and on the epochs of their tokens. */
interface AccountQueries {

  /** Locks an account's row, where there is one, until the transaction ends. */
  @Nullable
  @SQL("SELECT id FROM account WHERE id = :id FOR UPDATE")
  Long lock(long id);

  /** Ends an account, unless it has ended. */
  @HQL("update Account set state = :ended where id = :id and state <> :ended")
  int end(long id, AccountState ended);

  /** Those of whom the organisation is the stewards'. */
  @HQL("select id from Account where organisationId = :organisationId order by id")
  List<Long> ofOrganisation(long organisationId);

  /** Notes at a member which account is bound to it. */
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

  /** An epoch that was raised lately. */
  record RaisedEpoch(String account, long epoch) {}

  @SQL(
      """
      SELECT account, epoch FROM token_epoch
      WHERE raised_at > UTC_TIMESTAMP(6) - INTERVAL :hours HOUR
      """)
  List<RaisedEpoch> raisedWithin(int hours);
}
