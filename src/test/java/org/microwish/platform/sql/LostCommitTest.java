package org.microwish.platform.sql;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.problem.Failures;
import org.microwish.problem.ProblemType;

/**
 * Tests how a failed commit is classified; the transaction manager reports the reason as a
 * suppressed exception.
 */
@Tag("fast")
class LostCommitTest {

  @Test
  void a_connection_that_breaks_while_committing_is_a_lost_connection() {
    RuntimeException thrown = commit(new SQLException("Communications link failure", "08S01"));

    assertThat(Transactions.isConnectionLost(thrown)).isTrue();
    assertThat(Failures.toProblem(thrown).type()).isEqualTo(ProblemType.DATABASE_UNAVAILABLE);
  }

  @Test
  void a_statement_that_was_closed_with_its_connection_is_a_lost_connection() {
    SQLException closed =
        new SQLException("No operations allowed after statement closed.", "S1009");
    SQLException other = new SQLException("Parameter index out of range", "S1009");

    assertThat(Transactions.isConnectionLost(new IllegalStateException(closed))).isTrue();
    assertThat(Failures.toProblem(closed).type()).isEqualTo(ProblemType.DATABASE_UNAVAILABLE);
    assertThat(Transactions.isConnectionLost(other)).isFalse();
    assertThat(Failures.toProblem(other).type()).isEqualTo(ProblemType.INTERNAL_ERROR);
  }

  @Test
  void a_commit_that_the_cluster_rolls_back_is_repeated() {
    RuntimeException thrown =
        commit(new SQLException("Plugin instructed the server", "40000", 3101));

    assertThat(Transactions.isRepeatable(thrown)).isTrue();
    assertThat(Transactions.isConnectionLost(thrown)).isFalse();
    assertThat(Failures.toProblem(thrown).type()).isEqualTo(ProblemType.BUSY);
  }

  @Test
  void a_commit_that_fails_without_a_reason_is_an_internal_error() {
    RollbackException bare = new RollbackException("could not commit");

    assertThat(Transactions.isConnectionLost(bare)).isFalse();
    assertThat(Failures.toProblem(bare).type()).isEqualTo(ProblemType.INTERNAL_ERROR);
  }

  private static RuntimeException commit(SQLException reason) {
    XAException xa = new XAException("Error trying to transactionCommit local transaction");
    xa.initCause(reason);
    RollbackException rollback =
        new RollbackException("ARJUNA016053: Could not commit transaction.");
    rollback.addSuppressed(xa);
    return new IllegalStateException(rollback);
  }
}
