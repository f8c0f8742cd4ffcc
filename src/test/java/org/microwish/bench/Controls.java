package org.microwish.bench;

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

/** What the machine and its database can do without the service: raw JDBC from some threads. */
final class Controls {

  private final DatabaseSettings settings;

  Controls(DatabaseSettings settings) {
    this.settings = settings;
  }

  /** Something that a thread does again and again on a connection of its own. */
  @FunctionalInterface
  interface Work {
    /** Prepares it on a connection whose autocommit is on. */
    Unit on(Connection connection) throws SQLException;
  }

  /** It once. */
  @FunctionalInterface
  interface Unit {
    void run() throws SQLException;
  }

  /**
   * How the driver prepares statements.
   *
   * @param server whether the server prepares them; else the driver does, and parses them once
   */
  record Preparation(boolean server) {
    @Override
    public String toString() {
      return server ? "prepared by the server" : "prepared by the driver";
    }
  }

  /** A connection with the driver's settings at their best. */
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
   * Does something from some threads for a while.
   *
   * @return how often a second
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

  /** The best of some thread counts and both ways to prepare. */
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

  /** With how many threads, and prepared by whom, raw JDBC is fastest at something. */
  record Best(int threads, Preparation preparation, double perSecond) {
    @Override
    public String toString() {
      return threads + " threads, " + preparation;
    }
  }
}
