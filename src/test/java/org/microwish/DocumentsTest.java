package org.microwish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.contract.Contract;

/**
 * Checks that the instructions in the documents can be followed: requests exist in the contract,
 * with the fields that they send; builds name classes, properties and profiles that exist; links
 * lead somewhere. Other tests run the blocks: {@code TourTest} and {@code AuditWalkIT} those of the
 * README, {@code AdministrationPageTest}, {@code PartnersPageTest} and {@code MiniProgramPageTest}
 * those of the pages that they are named after.
 */
@QuarkusTest
@Tag("database")
class DocumentsTest {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```(\\w*)\n(.*?)^ *```$");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern CURL = Pattern.compile("curl (?:[^\n\\\\]|\\\\\n|\\\\.)*");

  /**
   * Matches paths that are not checked: paths with parameters of shell functions, and the operation
   * that exists only in dev mode.
   */
  private static final Pattern NO_REQUEST = Pattern.compile("\\$[12]|/dev/");

  private static final Pattern ADDRESS = Pattern.compile("\\$\\{?MW\\}?(/api/v1[^\"'\\s?]*)");
  private static final Pattern METHOD = Pattern.compile("-X ([A-Z]+)");
  private static final Pattern BODY = Pattern.compile("(?s)-d '(\\{.*?\\})'");
  private static final Pattern HTTP =
      Pattern.compile("(?s)(GET|POST|PUT|DELETE) (/api/v1\\S*)\n.*?(?:\n\n(\\{.*))?");
  private static final Pattern MAVEN = Pattern.compile("\\./mvnw ([^`\n|]+)");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> faults = new ArrayList<>();

  private static List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/docs"))) {
      return Stream.concat(
              Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md").map(Path::of),
              files.filter(file -> file.toString().endsWith(".md")).sorted())
          .toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Test
  void requests_existInTheContract() throws IOException {
    Contract contract = Contract.running();
    int requests = 0;
    for (Path file : documents()) {
      if (file.endsWith("README.md")) {
        continue; // Other tests run the requests of the README.
      }
      Matcher block = BLOCK.matcher(text(file));
      while (block.find()) {
        if (block.group(1).equals("http")) {
          Matcher http = HTTP.matcher(block.group(2).strip());
          assertThat(http.matches()).as("%s: %s", file, block.group(2)).isTrue();
          check(contract, file, http.group(1), http.group(2), http.group(3));
          requests++;
        }
        Matcher curl = CURL.matcher(block.group(2));
        while (curl.find()) {
          Matcher address = ADDRESS.matcher(curl.group());
          if (address.find() && !NO_REQUEST.matcher(address.group(1)).find()) {
            Matcher body = BODY.matcher(curl.group());
            Matcher method = METHOD.matcher(curl.group());
            boolean sends = curl.group().contains(" -d ");
            check(
                contract,
                file,
                method.find() ? method.group(1) : sends ? "POST" : "GET",
                address.group(1),
                body.find() ? body.group(1) : null);
            requests++;
          }
        }
      }
    }
    assertThat(faults).isEmpty();
    assertThat(requests).isGreaterThan(10);
  }

  private void check(Contract contract, Path file, String method, String path, String body) {
    // An exact path comes before one with a parameter.
    Contract.Operation operation =
        contract.operations().stream()
            .filter(one -> one.method().equals(method) && one.paths().matcher(path).matches())
            .min(Comparator.comparing(one -> one.path().equals(path) ? 0 : 1))
            .orElse(null);
    if (operation == null) {
      faults.add("%s: no operation %s %s".formatted(file, method, path));
      return;
    }
    if (body == null) {
      return;
    }
    JsonNode schema = contract.resolved(operation.jsonSchema());
    try {
      JsonNode sent = JSON.readTree(body);
      sent.fieldNames()
          .forEachRemaining(
              field -> {
                if (!schema.path("properties").has(field)) {
                  faults.add("%s: %s %s has no field %s".formatted(file, method, path, field));
                }
              });
      schema
          .path("required")
          .forEach(
              field -> {
                if (!sent.has(field.asText())) {
                  faults.add("%s: %s %s needs %s".formatted(file, method, path, field.asText()));
                }
              });
    } catch (JsonProcessingException malformed) {
      faults.add("%s: %s %s: %s".formatted(file, method, path, malformed.getOriginalMessage()));
    }
  }

  @Test
  void mavenCommandsInDocuments_nameExistingTestsAndProperties() throws IOException {
    String build = text(Path.of("pom.xml"));
    String tests = sources("src/test/java");
    String program = sources("src/main/java");
    Set<String> commands = new LinkedHashSet<>();
    for (Path file : documents()) {
      Matcher maven = MAVEN.matcher(text(file));
      while (maven.find()) {
        commands.add(maven.group(1).strip());
      }
    }
    for (String command : commands) {
      for (String word : command.split(" +", -1)) {
        if (word.startsWith("-P") && !build.contains("<id>" + word.substring(2) + "</id>")) {
          faults.add(command + ": no profile " + word);
        }
        if (!word.startsWith("-D")) {
          continue;
        }
        String name = word.substring(2).replaceFirst("=.*", "");
        if (Set.of("test", "it.test").contains(name)) {
          for (String type : word.replaceFirst(".*=", "").split(",", -1)) {
            if (!tests.contains("class " + type) && !type.equals("…")) {
              faults.add(command + ": no class " + type);
            }
          }
        } else if (!Set.of("skipTests", "groups", "quarkus.profile").contains(name)
            && !tests.contains("\"" + name + "\"")
            && !program.contains("\"" + name + "\"")
            && !build.contains(name)) {
          faults.add(command + ": nothing reads " + name);
        }
      }
    }
    assertThat(faults).isEmpty();
    assertThat(commands).hasSizeGreaterThan(10);
  }

  private static String sources(String root) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(root))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(DocumentsTest::text)
          .collect(Collectors.joining("\n"));
    }
  }

  @Test
  void links_leadToFilesAndHeadings() throws IOException {
    for (Path file : documents()) {
      Matcher link = LINK.matcher(BLOCK.matcher(text(file)).replaceAll(""));
      while (link.find()) {
        String target = link.group(1);
        if (target.contains("://")) {
          continue;
        }
        String[] parts = target.split("#", 2);
        Path to =
            parts[0].isEmpty()
                ? file
                : Path.of(String.valueOf(file.getParent() == null ? "" : file.getParent()))
                    .resolve(parts[0]);
        if (!Files.exists(to)) {
          faults.add(file + ": " + target);
        } else if (parts.length == 2 && !anchors(to).contains(parts[1])) {
          faults.add(file + ": no heading for " + target);
        }
      }
    }
    assertThat(faults).isEmpty();
  }

  /** Returns the anchors of a document's headings, as GitHub generates them. */
  private static Set<String> anchors(Path file) {
    return text(file)
        .lines()
        .filter(line -> line.matches("#+ .*"))
        .map(
            line ->
                line.replaceFirst("#+ ", "")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-'))
        .collect(Collectors.toSet());
  }
}
