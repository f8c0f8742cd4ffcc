package org.microwish.deploy;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.testing.TestDatabase;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Checks that the files in {@code deploy} are valid and refer only to existing metrics, settings,
 * health checks and documents.
 */
@Tag("database")
@QuarkusTest
class DeployTest {

  private static final Path DEPLOY = Path.of("deploy");
  private static final Path RUNBOOK = Path.of("src", "docs", "runbook.md");

  /** Metrics that exist only after their first event, and the meter names in the source. */
  private static final Map<String, String> MADE_WHEN_USED =
      Map.of("microwish_limits_refused_total", "microwish.limits.refused");

  private static final Pattern VARIABLE = Pattern.compile("\\bMICROWISH_[A-Z][A-Z_]*[A-Z]\\b");
  private static final Pattern KEY = Pattern.compile("\\bmicrowish\\.[a-z][a-z.-]*[a-z]\\b");
  private static final Pattern METRIC =
      Pattern.compile("\\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\\b(?!\\()");
  private static final Pattern GROUP_OPTION =
      Pattern.compile("--loose-group-replication-([a-z-]+)=(\\S+)");

  @Test
  void ingress_acceptsTheLargestUpload() throws IOException {
    Matcher size =
        Pattern.compile("proxy-body-size: ([0-9]+)k\n")
            .matcher(Files.readString(DEPLOY.resolve("kubernetes/service.yaml")));
    assertThat(size.find()).isTrue();
    assertThat(size.group(1) + "K")
        .isEqualTo(ConfigProvider.getConfig().getValue("microwish.http.max-upload", String.class));
  }

  /** Caddy does not limit the number of requests, so a buffer per request has no limit either. */
  @Test
  void proxy_buffersNoBodies_andHasBoundedMemory() throws IOException {
    assertThat(Files.readString(DEPLOY.resolve("Caddyfile")))
        .doesNotContainPattern("(?m)^\\s*(request_buffers|buffer_requests)")
        .containsPattern("(?m)^\\s*idle 30s$");
    assertThat(Files.readString(RUNBOOK))
        .contains("--dports 80,443", "--connlimit-above 200", "--connlimit-mask 64", "DOCKER-USER");
    for (String file : List.of("compose.yaml", "compose-cluster.yaml")) {
      String proxy = Files.readString(DEPLOY.resolve(file)).replaceFirst("(?s).*?\n  proxy:\n", "");
      assertThat(proxy)
          .as(file)
          .contains("nofile: 16384", "mem_limit: 1g", "tcp_wmem: \"4096 87380 262144\"");
    }
  }

  /** The guidance states how much a day's log can hold before its oldest lines are lost. */
  @Test
  void securityLog_hasTheSpaceThatTheGuidanceNames() throws IOException {
    var config = ConfigProvider.getConfig();
    String rotation = "quarkus.log.handler.file.security.rotation.";
    assertThat(config.getValue(rotation + "max-file-size", String.class)).isEqualTo("100M");
    assertThat(config.getValue(rotation + "max-backup-index", int.class)).isEqualTo(1000);
    assertThat(Files.readString(Path.of("src/docs/administration.md"))).contains("100 GB");
  }

  @Test
  void every_yaml_and_json_file_can_be_parsed() throws IOException {
    int read = 0;
    for (Path file : files()) {
      String name = file.getFileName().toString();
      if (name.endsWith(".yaml")) {
        assertThat(documents(file)).as(file.toString()).isNotEmpty().doesNotContainNull();
        read++;
      } else if (name.endsWith(".json")) {
        assertThat(new ObjectMapper().readTree(file.toFile()).isObject()).isTrue();
        read++;
      }
    }
    assertThat(read).isGreaterThan(10);
  }

  @Test
  void every_script_has_valid_syntax_and_is_executable() throws IOException, InterruptedException {
    for (Path file : files()) {
      String first = Files.readString(file).lines().findFirst().orElse("");
      if (first.startsWith("#!")) {
        String shell = first.contains("bash") ? "bash" : "sh";
        Process check =
            new ProcessBuilder(shell, "-n", file.toString()).redirectErrorStream(true).start();
        String output = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor()).as("%s: %s", file, output).isZero();
        assertThat(Files.isExecutable(file)).as("%s can be run", file).isTrue();
      }
    }
  }

  @Test
  void every_metric_in_rules_and_dashboard_exists() throws IOException {
    given().get("/api/v1/wishes").then().statusCode(200);
    Set<String> named = new TreeSet<>();
    for (String expression : expressions()) {
      named.addAll(metrics(expression));
    }
    assertThat(named).hasSizeGreaterThan(15);
    MADE_WHEN_USED.forEach(
        (metric, name) -> {
          assertThat(sources()).as(metric).contains('"' + name + '"');
          named.remove(metric);
        });
    Awaitility.await("metrics")
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(measured()).containsAll(named));
  }

  @Test
  void every_health_check_in_a_rule_exists() throws IOException {
    Set<String> checks = new TreeSet<>();
    for (String expression : expressions()) {
      Matcher matcher =
          Pattern.compile("microwish_well\\{check=~?\"([^\"]+)\"").matcher(expression);
      while (matcher.find()) {
        checks.add(matcher.group(1));
      }
    }
    assertThat(checks).isNotEmpty();
    List<String> names =
        given().get("/q/health/well").jsonPath().getList("checks.name", String.class);
    assertThat(checks).allSatisfy(check -> assertThat(names).anyMatch(name -> name.matches(check)));
  }

  @Test
  void every_environment_variable_is_a_setting() throws IOException {
    Set<String> settings =
        KEY.matcher(Files.readString(Path.of("src/main/resources/application.properties")))
            .results()
            .map(found -> found.group().toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "_"))
            .collect(Collectors.toSet());
    for (Path file : files()) {
      List<String> named =
          VARIABLE
              .matcher(Files.readString(file))
              .results()
              .map(found -> found.group())
              .filter(name -> !name.startsWith("MICROWISH_TEST_"))
              .toList();
      assertThat(settings).as(file.toString()).containsAll(named);
    }
  }

  @Test
  void every_alert_has_a_section_in_the_runbook() throws IOException {
    Set<String> anchors =
        Files.readAllLines(RUNBOOK).stream()
            .filter(line -> line.startsWith("#"))
            .map(DeployTest::anchor)
            .collect(Collectors.toSet());
    List<Map<?, ?>> rules = rules();
    assertThat(rules).isNotEmpty();
    for (Map<?, ?> rule : rules) {
      String runbook = String.valueOf(((Map<?, ?>) rule.get("annotations")).get("runbook"));
      assertThat(runbook).as("%s", rule.get("alert")).startsWith("src/docs/runbook.md#");
      assertThat(anchors)
          .as("%s", rule.get("alert"))
          .contains(runbook.substring(runbook.indexOf('#') + 1));
      String severity = String.valueOf(((Map<?, ?>) rule.get("labels")).get("severity"));
      assertThat(severity).as("%s", rule.get("alert")).isIn("page", "ticket");
    }
  }

  /** Probes and Prometheus must use the management port; the proxy must not serve it. */
  @Test
  void health_and_metrics_are_read_from_the_management_port() throws IOException {
    String settings = Files.readString(Path.of("src/main/resources/application.properties"));
    assertThat(settings).contains("\n%prod.quarkus.management.enabled=true\n");
    String port = settings.replaceFirst("(?s).*\nquarkus.management.port=(\\d+)\n.*", "$1");
    String caddy = Files.readString(DEPLOY.resolve("Caddyfile"));
    assertThat(caddy).contains("health_port " + port + "\n");
    assertThat(caddy.replaceFirst("health_uri.*", "")).doesNotContain("/q/");
    assertThat(Files.readString(DEPLOY.resolve("prometheus/prometheus.yaml")))
        .contains("targets: [api-1:" + port + ", api-2:" + port + "]");
    assertThat(Files.readString(DEPLOY.resolve("Dockerfile")))
        .contains("${QUARKUS_MANAGEMENT_PORT:-" + port + "}")
        .contains("QUARKUS_MANAGEMENT_HOST=0.0.0.0");
    String kubernetes = Files.readString(DEPLOY.resolve("kubernetes/service.yaml"));
    assertThat(kubernetes)
        .contains("{ name: management, containerPort: " + port + " }")
        .contains("prometheus.io/port: \"" + port + "\"")
        .doesNotContainPattern("/q/health/[a-z]+, port: http")
        .doesNotContain("targetPort: management");
    assertThat(Files.readString(DEPLOY.resolve("kubernetes/network.yaml")))
        .contains("{ protocol: TCP, port: " + port + " }");
  }

  @Test
  void every_mounted_secret_is_generated() throws IOException {
    String make = Files.readString(DEPLOY.resolve("secrets/make"));
    for (String compose : List.of("compose.yaml", "compose-cluster.yaml")) {
      Map<?, ?> secrets =
          (Map<?, ?>) ((Map<?, ?>) documents(DEPLOY.resolve(compose)).getFirst()).get("secrets");
      for (Object name : secrets.keySet()) {
        assertThat(make).as(compose).contains("\nmake " + name + " ");
      }
    }
  }

  @Test
  void the_tested_mysql_group_has_the_options_of_the_deployed_one() throws IOException {
    Map<String, String> tested = options(DEPLOY.resolve("cluster/mysql"));
    Map<String, String> delivered = options(DEPLOY.resolve("database/member"));
    // These options differ: names and addresses, and start-on-boot, which the test script sets at
    // each start.
    for (String own : List.of("group-name", "local-address", "group-seeds", "start-on-boot")) {
      assertThat(tested.remove(own)).isNotNull();
      assertThat(delivered.remove(own)).isNotNull();
    }
    assertThat(tested).isNotEmpty().isEqualTo(delivered);
  }

  /** Group Replication refuses writes to a table without a primary key. */
  @Test
  void every_table_has_a_primary_key() throws SQLException {
    List<String> without = new ArrayList<>();
    try (Connection connection = TestDatabase.connection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT t.table_name FROM information_schema.tables t"
                    + " LEFT JOIN information_schema.table_constraints c"
                    + " ON c.table_schema = t.table_schema AND c.table_name = t.table_name"
                    + " AND c.constraint_type = 'PRIMARY KEY'"
                    + " WHERE t.table_schema = DATABASE() AND t.table_type = 'BASE TABLE'"
                    + " AND c.constraint_name IS NULL")) {
      while (rows.next()) {
        without.add(rows.getString(1));
      }
    }
    assertThat(without).isEmpty();
  }

  // What is in the files --------------------------------------------------------------------------

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(DEPLOY)) {
      // Generated secrets are not part of the repository.
      return all.filter(Files::isRegularFile)
          .filter(
              file ->
                  !file.startsWith(DEPLOY.resolve("secrets"))
                      || Set.of("make", "README.md").contains(file.getFileName().toString()))
          .sorted()
          .toList();
    }
  }

  private static List<Object> documents(Path file) throws IOException {
    List<Object> documents = new ArrayList<>();
    new Yaml(new SafeConstructor(new LoaderOptions()))
        .loadAll(Files.readString(file))
        .forEach(documents::add);
    return documents;
  }

  private static List<Map<?, ?>> rules() throws IOException {
    List<Map<?, ?>> rules = new ArrayList<>();
    Map<?, ?> file = (Map<?, ?>) documents(DEPLOY.resolve("prometheus/rules.yaml")).getFirst();
    for (Object group : (List<?>) file.get("groups")) {
      for (Object rule : (List<?>) ((Map<?, ?>) group).get("rules")) {
        rules.add((Map<?, ?>) rule);
      }
    }
    return rules;
  }

  private static List<String> expressions() throws IOException {
    List<String> expressions = new ArrayList<>();
    rules().forEach(rule -> expressions.add(String.valueOf(rule.get("expr"))));
    JsonNode dashboard =
        new ObjectMapper().readTree(DEPLOY.resolve("grafana/dashboard.json").toFile());
    dashboard.findValuesAsText("expr").forEach(expressions::add);
    return expressions;
  }

  /**
   * Returns the metrics of an expression: names with an underscore that are not functions, outside
   * selectors and groupings.
   */
  private static Set<String> metrics(String expression) {
    String bare =
        expression
            .replaceAll("\\{[^}]*\\}", "")
            .replaceAll("\\b(by|without) *\\([^)]*\\)", "")
            .replaceAll("\"[^\"]*\"", "");
    return METRIC.matcher(bare).results().map(found -> found.group()).collect(Collectors.toSet());
  }

  private static Set<String> measured() {
    return given()
        .get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("[ {]", 2)[0])
        .collect(Collectors.toSet());
  }

  private static String sources() {
    try (Stream<Path> all = Files.walk(Path.of("src/main/java"))) {
      StringBuilder text = new StringBuilder();
      for (Path file : all.filter(path -> path.toString().endsWith(".java")).toList()) {
        text.append(Files.readString(file));
      }
      return text.toString();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Map<String, String> options(Path script) throws IOException {
    Map<String, String> options = new HashMap<>();
    GROUP_OPTION
        .matcher(Files.readString(script))
        .results()
        .forEach(found -> options.put(found.group(1), found.group(2)));
    return new TreeMap<>(options);
  }

  /** Returns the anchor that GitHub generates for a heading. */
  private static String anchor(String heading) {
    return heading
        .replaceFirst("^#+ ", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9 -]", "")
        .replace(' ', '-');
  }
}
