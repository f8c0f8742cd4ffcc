package org.microwish.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.microwish.platform.sql.RoundTrip;
import org.microwish.platform.sql.RoundTrip.Pending;
import org.microwish.platform.sql.Rows;

/**
 * Single statements on the ledger's tables, each in a transaction of its own. They run in threads
 * that belong to no request and have no session, such as the sequencer's and the publisher's.
 */
@ApplicationScoped
class Queries {

  private final DataSource database;

  Queries(DataSource database) {
    this.database = database;
  }

  /** All rows. */
  <T> List<T> list(String sql, Rows.Reader<T> reader, Object... parameters) {
    RoundTrip trip = new RoundTrip();
    Pending<List<T>> rows = trip.list(sql, values(parameters), reader);
    send(trip);
    return rows.get();
  }

  /** The first row. */
  <T> Optional<T> first(String sql, Rows.Reader<T> reader, Object... parameters) {
    return list(sql, reader, parameters).stream().findFirst();
  }

  /** Changes rows and returns how many. */
  int update(String sql, Object... parameters) {
    int[] changed = {0};
    RoundTrip trip = new RoundTrip();
    trip.write(sql, values(parameters), found -> changed[0] = found);
    send(trip);
    return changed[0];
  }

  private void send(RoundTrip trip) {
    try (Connection connection = database.getConnection()) {
      trip.send(connection);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static List<Object> values(Object... parameters) {
    List<Object> values = new ArrayList<>();
    for (Object parameter : parameters) {
      values.add(parameter instanceof Instant time ? Rows.utc(time) : parameter);
    }
    return values;
  }
}
