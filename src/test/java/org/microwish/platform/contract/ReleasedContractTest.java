package org.microwish.platform.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.compare.OpenApiDiffOptions;
import org.openapitools.openapidiff.core.model.ChangedOpenApi;

/**
 * Compares the contract with that of the last release. Both are read as OpenAPI 3.0.3, because the
 * library misses some changes of 3.1. A release copies {@code openapi-3.0.yaml} to {@code
 * released.yaml}.
 */
@Tag("fast")
class ReleasedContractTest {

  private static final Path RELEASED = Path.of("openapi/released.yaml");

  /** Lines of the changelog about a deliberate change, which name its operations. */
  private static final Pattern DELIBERATE =
      Pattern.compile("(?m)^- \\*\\*Breaking\\*\\*:.*(\\n  .*)*");

  @Test
  void changesThatBreakClients_areInTheChangelog() throws IOException {
    assertThat(unexplained(Files.readString(RELEASED), Files.readString(Contract.OLDER_FILE)))
        .isEmpty();
  }

  @Test
  void removedOperation_breaksClients() throws IOException {
    String contract = Files.readString(Contract.OLDER_FILE);
    String without = contract.replace("  /api/v1/time:\n", "  /api/v1/clock:\n");
    assertThat(unexplained(contract, without)).containsExactly("getTime");
  }

  @Test
  void newRequiredParameterOrOtherType_breaksClients() throws IOException {
    String contract = Files.readString(Contract.OLDER_FILE);
    String stricter =
        contract.replaceFirst("(?s)(name: cursor\\s+in: query\\n)", "$1      required: true\n");
    assertThat(stricter).isNotEqualTo(contract);
    assertThat(unexplained(contract, stricter)).contains("listWishes");
  }

  /** Returns the ids of operations with breaking changes that no line of the changelog names. */
  private static List<String> unexplained(String before, String now) throws IOException {
    ChangedOpenApi changes =
        OpenApiCompare.fromContents(
            before,
            now,
            null,
            // New values of an enum in responses are no breaking change: clients must accept
            // unknown values, as the introduction of the contract says.
            OpenApiDiffOptions.builder()
                .configProperty("incompatible.response.enum.increased", "false")
                .build());
    StringBuilder explained = new StringBuilder();
    Matcher lines = DELIBERATE.matcher(unreleased());
    while (lines.find()) {
      explained.append(lines.group());
    }
    return Stream.concat(
            changes.getMissingEndpoints().stream().map(one -> one.getOperation().getOperationId()),
            changes.getChangedOperations().stream()
                .filter(one -> one.isIncompatible())
                .map(one -> one.getOldOperation().getOperationId()))
        .filter(id -> !explained.toString().contains("`" + id + "`"))
        .toList();
  }

  private static String unreleased() throws IOException {
    String changelog = Files.readString(Path.of("CHANGELOG.md"));
    return changelog.split("(?m)^## ", 3)[1];
  }
}
