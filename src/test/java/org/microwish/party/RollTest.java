package org.microwish.party;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.caller.Caller;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.Pseudonyms;
import org.microwish.privacy.SubjectType;
import org.microwish.privacy.Vault;
import org.microwish.testing.TestDatabase;

/** Records all members of a street (3,463) through the services that the API uses. */
@Tag("database")
@QuarkusTest
class RollTest {

  private static final int MEMBERS = 3463;
  private static final int ORGANISATIONS = 90;
  private static final Instant THEN = Instant.parse("2021-03-01T01:00:00Z");

  @Inject Transactions transactions;
  @Inject Divisions divisions;
  @Inject Organisations organisations;
  @Inject Members members;
  @Inject MemberCommands memberCommands;
  @Inject CheckIns checkIns;
  @Inject Vault vault;
  @Inject Pseudonyms pseudonyms;
  @Inject EntityManager entities;

  @Test
  void rollOf3463Members_isRecordedInBatches() {
    String community =
        transactions.call(
            () -> {
              divisions.recordAll(
                  Caller.SYSTEM,
                  List.of(
                      new DivisionDraft("360000000000", "江西省", 2021),
                      new DivisionDraft("360700000000", "赣州市", 2021),
                      new DivisionDraft("360702000000", "章贡区", 2021),
                      new DivisionDraft("360702001000", "解放街道", 2021),
                      new DivisionDraft("360702001001", "建春门社区", 2021)),
                  THEN);
              return "360702001001";
            });
    List<RecordedVersion> bodies =
        transactions.call(
            () ->
                organisations.recordAll(
                    Caller.SYSTEM,
                    IntStream.range(0, ORGANISATIONS)
                        .mapToObj(
                            i ->
                                new OrganisationDraft(
                                    "第" + i + "党支部",
                                    OrganisationKind.BRANCH,
                                    Sector.GOVERNMENT,
                                    null,
                                    null,
                                    "360702001000",
                                    null))
                        .toList(),
                    THEN));
    List<MemberDraft> drafts = new ArrayList<>();
    for (int i = 0; i < MEMBERS; i++) {
      drafts.add(
          new MemberDraft(
              new Id(bodies.get(i % ORGANISATIONS).id()),
              MemberKind.IN_SERVICE,
              new Confidential("王某" + i),
              new Confidential("138%08d".formatted(i)),
              null,
              List.of("电工", "心理疏导"),
              List.of(community),
              false,
              null,
              null));
    }

    long asked = statements();
    List<RecordedVersion> recorded =
        transactions.call(() -> memberCommands.recordAll(Caller.SYSTEM, drafts, THEN));
    long membersAsked = statements() - asked;
    asked = statements();
    List<RecordedVersion> checked =
        transactions.call(
            () ->
                checkIns.recordAll(
                    Caller.SYSTEM,
                    recorded.stream()
                        .map(
                            one ->
                                new CheckInDraft(
                                    PartyType.MEMBER, new Id(one.id()), community, null))
                        .toList(),
                    THEN));
    long checkInsAsked = statements() - asked;

    assertThat(membersAsked).isLessThan(MEMBERS / 2);
    assertThat(checkInsAsked).isLessThan(MEMBERS / 2);
    assertThat(recorded).hasSize(MEMBERS);
    assertThat(checked).hasSize(MEMBERS);
    List<Long> ids = recorded.stream().map(RecordedVersion::id).toList();
    transactions.run(
        () -> {
          assertThat(members.findAll(ids)).hasSize(MEMBERS);
          assertThat(members.skills(ids)).hasSize(MEMBERS);
          assertThat(vault.read(SubjectType.MEMBER, ids)).hasSize(MEMBERS);
          assertThat(vault.read(SubjectType.MEMBER, ids).get(ids.getLast()))
              .containsEntry("name", "王某3462")
              .containsEntry("phone", "13800003462");
          assertThat(new HashSet<>(pseudonyms.ofMembers(ids).values())).hasSize(MEMBERS);
        });
  }

  /** Returns the number of statements that all connections have sent to the database so far. */
  private static long statements() {
    // Works on both MySQL and MariaDB, which keep the counter in different tables.
    try (Connection connection = TestDatabase.connection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Questions'")) {
      rows.next();
      return rows.getLong("Value");
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
