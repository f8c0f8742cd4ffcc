package org.microwish.suites.bench;

import com.mysql.cj.jdbc.Driver;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.microwish.platform.start.DatabaseSettings;

/**
 * Measures what the machine and its database can do without the service: raw JDBC from several
 * threads.
 */
final class Controls {

  private final DatabaseSettings settings;

  Controls(DatabaseSettings settings) {
    this.settings = settings;
  }

  /** Work that each thread repeats on its own connection. */
  @FunctionalInterface
  interface Work {
    /** Prepares the work on a connection in autocommit mode. */
    Unit on(Connection connection) throws SQLException;
  }

  /** One repetition of the work. */
  @FunctionalInterface
  interface Unit {
    void run() throws SQLException;
  }

  /**
   * How the driver prepares statements.
   *
   * @param server true if the server prepares them; false if the driver does, which parses them
   *     once
   */
  record Preparation(boolean server) {
    @Override
    public String toString() {
      return server ? "prepared by the server" : "prepared by the driver";
    }
  }

  /** Opens a connection with the fastest driver settings. */
  Connection connect(Preparation preparation) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", settings.user());
    properties.setProperty("password", settings.password());
    properties.setProperty("connectionTimeZone", "UTC");
    properties.setProperty("forceConnectionTimeZoneToSession", "true");
    properties.setProperty("connectionCollation", "utf8mb4_unicode_520_ci");
    properties.setProperty("useServerPrepStmts", String.valueOf(preparation.server()));
    properties.setProperty("cachePrepStmts", "true");
    properties.setProperty("prepStmtCacheSize", "256");
    properties.setProperty("prepStmtCacheSqlLimit", "8192");
    properties.setProperty("useLocalSessionState", "true");
    properties.setProperty("useLocalTransactionState", "true");
    properties.setProperty("elideSetAutoCommits", "true");
    properties.setProperty("cacheServerConfiguration", "true");
    properties.setProperty("cacheResultSetMetadata", "true");
    properties.setProperty("maintainTimeStats", "false");
    properties.setProperty("tcpNoDelay", "true");
    Connection connection = new Driver().connect(settings.url(), properties);
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    return connection;
  }

  /**
   * Runs work on several threads for a while.
   *
   * @return repetitions per second
   */
  double perSecond(int threads, Duration duration, Preparation preparation, Work work)
      throws SQLException, InterruptedException {
    List<Connection> connections = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < threads; i++) {
        connections.add(connect(preparation));
      }
      AtomicBoolean running = new AtomicBoolean(true);
      LongAdder done = new LongAdder();
      List<Future<?>> workers = new ArrayList<>();
      long begin = System.nanoTime();
      for (Connection connection : connections) {
        workers.add(
            pool.submit(
                () -> {
                  Unit unit = work.on(connection);
                  while (running.get()) {
                    unit.run();
                    done.increment();
                  }
                  return null;
                }));
      }
      Thread.sleep(duration);
      double perSecond = done.sum() * 1e9 / (System.nanoTime() - begin);
      running.set(false);
      for (Future<?> worker : workers) {
        worker.get();
      }
      return perSecond;
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    } finally {
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }

  /** Returns the fastest combination of a thread count and a way to prepare statements. */
  Best best(List<Integer> threads, Duration each, Work work)
      throws SQLException, InterruptedException {
    Best best = null;
    for (boolean server : new boolean[] {false, true}) {
      for (int count : threads) {
        Preparation preparation = new Preparation(server);
        double perSecond = perSecond(count, each, preparation, work);
        if (best == null || perSecond > best.perSecond()) {
          best = new Best(count, preparation, perSecond);
        }
      }
    }
    return best;
  }

  /** The thread count and preparation with which raw JDBC is fastest, and that rate. */
  record Best(int threads, Preparation preparation, double perSecond) {
    @Override
    public String toString() {
      return threads + " threads, " + preparation;
    }
  }
}
