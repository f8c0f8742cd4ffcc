package org.microwish.bench;

import com.sun.tools.attach.VirtualMachine;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.microwish.platform.start.DatabaseSettings;
import org.microwish.testing.PackagedService;

/** The packaged program under load, with everything on, and what it tells of itself. */
final class Service implements AutoCloseable {

  /** Options of the {@code java} launcher alone, which processes that it starts do not get. */
  static final String LAUNCHER = "JDK_JAVA_OPTIONS";

  /** Options of the JVM under load; none unless given. */
  static final String JVM = System.getProperty("bench.load.jvm", "");

  private static final Pattern LAG =
      Pattern.compile("microwish_ledger_lag_seconds_bucket\\{.*le=\"([^\"]+)\".*} ([0-9.E+]+)");

  private final PackagedService process;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Service(PackagedService process) {
    this.process = process;
  }

  /**
   * Starts it on a schema. Members may hold any number of claims: some thousands of them stand for
   * a city's, and each comes round many times.
   */
  static Service on(DatabaseSettings settings) throws Exception {
    return on(settings, Map.of());
  }

  /** The same with more in its environment. */
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

  /** A load generator that speaks to it. */
  Generator generator() {
    return new Generator(uri("/").getPort());
  }

  /** An address of it. */
  URI uri(String path) {
    return process.uri(path);
  }

  PackagedService process() {
    return process;
  }

  /** The body of the answer to a GET. */
  String read(String path) throws Exception {
    return get(path).body();
  }

  /** The status of the answer to a GET. */
  int status(String path) throws Exception {
    return get(path).statusCode();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Bytes that all its threads have allocated since it started. */
  @SuppressWarnings("BanJNDI") // The address comes from the process that we have started.
  long allocated() throws Exception {
    VirtualMachine machine = VirtualMachine.attach(Long.toString(process.process().pid()));
    try (JMXConnector connector =
        JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()))) {
      MBeanServerConnection beans = connector.getMBeanServerConnection();
      return (Long)
          beans.getAttribute(
              new ObjectName("java.lang:type=Threading"), "TotalThreadAllocatedBytes");
    } finally {
      machine.detach();
    }
  }

  /**
   * How long entries have waited for their leaves so far: entries by the bucket's bound, seconds.
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
   * The bound, in seconds, that so much of the entries between two looks lie below.
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
    client.close();
    process.close();
  }
}
