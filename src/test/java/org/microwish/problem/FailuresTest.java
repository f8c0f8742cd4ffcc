package org.microwish.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.sql.Transactions;

/** Checks that database failures are recognised however they are wrapped. */
@Tag("fast")
class FailuresTest {

  /** An exception as the transaction manager throws it: the reason is suppressed, not a cause. */
  private static Exception atCommit(SQLException reason) {
    Exception resource = new Exception("commit of the resource", reason);
    Exception manager = new Exception("could not commit");
    manager.addSuppressed(resource);
    return new IllegalStateException(manager);
  }

  @Test
  void connectionLostAtCommit_isRecognised() {
    Exception thrown = atCommit(new SQLException("link failure", "08S01"));
    assertThat(Transactions.isConnectionLost(thrown)).isTrue();
    assertThat(Failures.toProblem(thrown).type()).isEqualTo(ProblemType.DATABASE_UNAVAILABLE);
  }

  @Test
  void transactionRolledBackByTheCluster_isRepeatable() {
    Exception thrown = atCommit(new SQLException("rolled back by the group", "HY000", 3101));
    assertThat(Transactions.isRepeatable(thrown)).isTrue();
    assertThat(Transactions.isConnectionLost(thrown)).isFalse();
  }

  @Test
  void connectionLostWithinARow_isRecognised() {
    Exception thrown =
        new IllegalStateException(
            new SQLException(
                "Can not read response from server.",
                new EOFException("expected to read 57 bytes, read 23")));
    assertThat(Transactions.isConnectionLost(thrown)).isTrue();
    assertThat(Failures.toProblem(thrown).type()).isEqualTo(ProblemType.DATABASE_UNAVAILABLE);
  }

  @Test
  void closedStatement_countsAsALostConnection() {
    Exception thrown =
        new IllegalStateException(
            new SQLException("No operations allowed after statement closed.", "S1009"));
    assertThat(Transactions.isConnectionLost(thrown)).isTrue();
    assertThat(Failures.toProblem(thrown).type()).isEqualTo(ProblemType.DATABASE_UNAVAILABLE);
  }

  @Test
  void cyclicSuppressedExceptions_endTheSearch() {
    Exception thrown = new Exception("first");
    thrown.addSuppressed(new Exception("second", thrown));
    assertThat(Failures.toProblem(thrown).type()).isEqualTo(ProblemType.INTERNAL_ERROR);
    assertThat(Transactions.isConnectionLost(thrown)).isFalse();
  }
}
