package org.microwish.platform.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mysql.cj.jdbc.MysqlDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.start.DatabaseSettings;
import org.microwish.testing.TestDatabase;

/** Tests statements sent in one round trip, on a connection configured like the service's pool. */
@Tag("database")
class RoundTripTest {

  private static final String INSERT = "INSERT INTO trip (id, word) VALUES (?, ?)";
  private static final String WORDS = "SELECT word FROM trip WHERE id IN (%s) ORDER BY id";

  private final List<String> read = new ArrayList<>();
  private Connection connection;

  /** A row of the table. */
  private record Word(long id, String word) {}

  @BeforeEach
  void begin() throws SQLException {
    DatabaseSettings schema = TestDatabase.emptySchema("round_trip");
    MysqlDataSource source = new MysqlDataSource();
    source.setUrl(
        schema.url() + (schema.url().contains("?") ? "&" : "?") + "allowMultiQueries=true");
    source.setUser(schema.user());
    source.setPassword(schema.password());
    connection = source.getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE trip (id BIGINT PRIMARY KEY, word VARCHAR(20) NOT NULL)");
    }
    connection.setAutoCommit(false);
  }

  @AfterEach
  void end() throws SQLException {
    connection.close();
  }

  private static RoundTrip insert(RoundTrip trip, List<Word> words) {
    return trip.insert(
        INSERT,
        words,
        (row, word) -> {
          row.setLong(1, word.id());
          row.setString(2, word.word());
        });
  }

  private RoundTrip update(RoundTrip trip, Word... words) {
    return trip.update(
        "trip",
        List.of("word"),
        List.of(words),
        (row, word) -> {
          row.setLong(1, word.id());
          row.setString(2, word.word());
        });
  }

  private RoundTrip readAll(RoundTrip trip) {
    return trip.read(WORDS, List.of(), List.of(1L, 2L, 3L), row -> read.add(row.getString(1)));
  }

  @Test
  void statements_runInTheOrderOfAdding() throws SQLException {
    RoundTrip trip = new RoundTrip();
    readAll(trip);
    insert(trip, List.of(new Word(1, "一"), new Word(2, "二; '?'"), new Word(3, "三")));
    readAll(trip);
    update(trip, new Word(1, "壹"), new Word(3, "叁"));
    trip.write(
        "DELETE FROM trip WHERE id IN (%s)",
        List.of(2L), () -> new IllegalStateException("missing"));
    readAll(trip);
    assertThat(read).isEmpty();
    trip.send(connection);

    assertThat(read).containsExactly("一", "二; '?'", "三", "壹", "叁");
  }

  @Test
  void moreRowsThanOneStatementTakes_areSplit() throws SQLException {
    RoundTrip trip = new RoundTrip();
    insert(trip, LongStream.rangeClosed(1, 5_300).mapToObj(id -> new Word(id, "词" + id)).toList());
    trip.read("SELECT COUNT(*) FROM trip", List.of(), row -> read.add(row.getString(1)));
    trip.send(connection);

    assertThat(read).containsExactly("5300");
  }

  @Test
  void emptyLists_sendNoStatement() throws SQLException {
    RoundTrip trip = new RoundTrip();
    insert(trip, List.of());
    update(trip);
    trip.read(WORDS, List.of(), List.of(), row -> read.add(row.getString(1)));
    trip.send(connection);

    assertThat(read).isEmpty();
  }

  @Test
  void missingRow_fails() {
    RoundTrip trip = new RoundTrip();
    insert(trip, List.of(new Word(1, "一")));
    update(trip, new Word(1, "壹"), new Word(2, "贰"));
    assertThatThrownBy(() -> trip.send(connection)).isInstanceOf(IllegalStateException.class);

    RoundTrip other =
        new RoundTrip()
            .write(
                "DELETE FROM trip WHERE id IN (%s)",
                List.of(1L, 2L), () -> new UnsupportedOperationException("missing"));
    assertThatThrownBy(() -> other.send(connection))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void failedStatement_stopsTheRest_andCanBeTranslated() throws SQLException {
    RoundTrip trip = new RoundTrip();
    insert(trip, List.of(new Word(1, "一")));
    insert(trip, List.of(new Word(1, "又一")));
    insert(trip, List.of(new Word(2, "二")));
    assertThatThrownBy(() -> trip.send(connection))
        .isInstanceOfSatisfying(
            SQLException.class, refused -> assertThat(refused.getErrorCode()).isEqualTo(1062));
    readAll(new RoundTrip()).send(connection);
    assertThat(read).containsExactly("一");

    RoundTrip again =
        insert(new RoundTrip(), List.of(new Word(1, "一")))
            .refused(refused -> Optional.of(new UnsupportedOperationException(refused)));
    assertThatThrownBy(() -> again.send(connection))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void pendingResult_beforeSend_fails() throws SQLException {
    RoundTrip trip = insert(new RoundTrip(), List.of(new Word(1, "一")));
    RoundTrip.Pending<List<String>> words =
        trip.list("SELECT word FROM trip", List.of(), row -> row.getString(1));
    assertThatThrownBy(words::get).isInstanceOf(IllegalStateException.class);
    trip.send(connection);
    assertThat(words.get()).containsExactly("一");
    RoundTrip empty = new RoundTrip();
    RoundTrip.Pending<List<String>> nothing = empty.pending(List.of());
    assertThatThrownBy(nothing::get).isInstanceOf(IllegalStateException.class);
    empty.send(connection);
    assertThat(nothing.get()).isEmpty();
  }
}
