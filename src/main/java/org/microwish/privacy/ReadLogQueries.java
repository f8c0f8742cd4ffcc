package org.microwish.privacy;

import java.time.LocalDate;
import org.hibernate.annotations.processing.SQL;

/** Counts the leaves that each account opens in a day. */
interface ReadLogQueries {

  /**
   * Adds leaves to the account's number of that day. If the stored number is of another day, starts
   * again from zero.
   */
  @SQL(
      """
      INSERT INTO opening_count (account, day, opened) VALUES (:account, :day, :leaves)
      ON DUPLICATE KEY UPDATE opened = CASE WHEN day = VALUES(day) THEN opened ELSE 0 END
        + VALUES(opened), day = VALUES(day)
      """)
  void count(String account, LocalDate day, int leaves);

  @SQL("SELECT opened FROM opening_count WHERE account = :account")
  int counted(String account);
}
