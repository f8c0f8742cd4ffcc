package org.microwish.suites.bench;

import com.sun.tools.attach.VirtualMachine;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.microwish.platform.start.DatabaseSettings;
import org.microwish.testing.Http;
import org.microwish.testing.PackagedService;

/**
 * The packaged program under load, in its normal configuration, and the figures that it exposes.
 */
final class Service implements AutoCloseable {

  /**
   * Environment variable with options for the {@code java} launcher only; child processes that are
   * not Java launchers ignore it.
   */
  static final String LAUNCHER = "JDK_JAVA_OPTIONS";

  /** JVM options under load; none by default. */
  static final String JVM = System.getProperty("bench.load.jvm", "");

  private static final Pattern LAG =
      Pattern.compile("microwish_ledger_lag_seconds_bucket\\{.*le=\"([^\"]+)\".*} ([0-9.E+]+)");

  private final PackagedService process;
  private final Http http = new Http();

  private Service(PackagedService process) {
    this.process = process;
  }

  /**
   * Starts the service on a schema, without a limit on a member's claims: some thousands of members
   * stand for a city's, and each claims many times.
   */
  static Service on(DatabaseSettings settings) throws Exception {
    return on(settings, Map.of());
  }

  /** Starts the service with additional environment variables. */
  static Service on(DatabaseSettings settings, Map<String, String> environment) throws Exception {
    PackagedService.Launch launch =
        PackagedService.on(settings)
            .with(LAUNCHER, JVM)
            .with("MICROWISH_WISH_MEMBER_CLAIMS", String.valueOf(Integer.MAX_VALUE));
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      launch = launch.with(variable.getKey(), variable.getValue());
    }
    return new Service(launch.start(PackagedService.freePort()).awaitReady());
  }

  /** Returns a load generator for this service. */
  Generator generator() {
    return new Generator(uri("/").getPort());
  }

  /** Returns the URI of a path of this service. */
  URI uri(String path) {
    return process.uri(path);
  }

  PackagedService process() {
    return process;
  }

  /** Returns the body of the answer to a GET. */
  String read(String path) throws Exception {
    return http.get(uri(path)).send().text();
  }

  /** Returns the status of the answer to a GET. */
  int status(String path) throws Exception {
    return http.get(uri(path)).send().status();
  }

  /** Returns the bytes that all its threads have allocated since it started. */
  long allocated() throws Exception {
    return managed(
        beans ->
            (Long)
                beans.getAttribute(
                    new ObjectName("java.lang:type=Threading"), "TotalThreadAllocatedBytes"));
  }

  /** Returns the bytes of its heap that are used after a collection. */
  long heap() throws Exception {
    return managed(
        beans -> {
          ObjectName memory = new ObjectName("java.lang:type=Memory");
          beans.invoke(memory, "gc", null, null);
          return (Long) ((CompositeData) beans.getAttribute(memory, "HeapMemoryUsage")).get("used");
        });
  }

  /** A query of the JMX beans of a JVM. */
  @FunctionalInterface
  private interface Question {
    long ask(MBeanServerConnection beans) throws Exception;
  }

  @SuppressWarnings("BanJNDI") // The address comes from the process that we have started.
  private long managed(Question question) throws Exception {
    VirtualMachine machine = VirtualMachine.attach(Long.toString(process.process().pid()));
    try (JMXConnector connector =
        JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()))) {
      return question.ask(connector.getMBeanServerConnection());
    } finally {
      machine.detach();
    }
  }

  /**
   * Returns the histogram of the sequencing lag so far: cumulative number of entries by the
   * bucket's bound in seconds.
   */
  Map<Double, Double> lag() throws Exception {
    Map<Double, Double> buckets = new TreeMap<>();
    List<MatchResult> lines = LAG.matcher(read("/q/metrics")).results().toList();
    for (MatchResult line : lines) {
      String bound = line.group(1);
      buckets.put(
          "+Inf".equals(bound) ? Double.POSITIVE_INFINITY : Double.parseDouble(bound),
          Double.parseDouble(line.group(2)));
    }
    return buckets;
  }

  /**
   * Returns the bound, in seconds, below which a given part of the entries between two readings
   * lies.
   *
   * @param part 0.99 for the 99th percentile
   */
  static double lagBelow(Map<Double, Double> before, Map<Double, Double> after, double part) {
    double all =
        after.getOrDefault(Double.POSITIVE_INFINITY, 0.0)
            - before.getOrDefault(Double.POSITIVE_INFINITY, 0.0);
    for (Map.Entry<Double, Double> bucket : after.entrySet()) {
      double below = bucket.getValue() - before.getOrDefault(bucket.getKey(), 0.0);
      if (all > 0 && below >= part * all) {
        return bucket.getKey();
      }
    }
    return Double.NaN;
  }

  @Override
  public void close() {
    http.close();
    process.close();
  }
}
