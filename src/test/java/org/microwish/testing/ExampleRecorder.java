package org.microwish.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.quarkus.test.junit.callback.QuarkusTestBeforeClassCallback;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.microwish.platform.contract.Contract;

/**
 * Records the first successful request and answer of each operation as its example in the contract,
 * so that examples are real answers. Writes only with {@code -Dcontract.write}, and never
 * overwrites an example, so that a normal test run changes nothing.
 */
public class ExampleRecorder implements QuarkusTestBeforeClassCallback, Filter {

  private static final Path EXAMPLES = Path.of("src/main/resources/openapi/examples");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private static Map<String, Pattern> operations;
  private static boolean installed;

  @Override
  public void beforeClass(Class<?> testClass) {
    if (Contract.isWriting() && !installed) {
      installed = true;
      RestAssured.filters(this);
    }
  }

  @Override
  public Response filter(
      FilterableRequestSpecification request,
      FilterableResponseSpecification specification,
      FilterContext context) {
    Response response = context.next(request, specification);
    boolean json =
        response.contentType() != null && response.contentType().startsWith("application/json");
    if (response.statusCode() / 100 == 2 && json) {
      record(request, response);
    }
    return response;
  }

  private static synchronized void record(
      FilterableRequestSpecification request, Response response) {
    if (operations == null) {
      operations = operations();
    }
    String call = request.getMethod() + " " + URI.create(request.getURI()).getPath();
    operations.forEach(
        (operation, pattern) -> {
          if (pattern.matcher(call).matches()) {
            Object body = request.getBody();
            if (body instanceof String text && !text.isBlank()) {
              write(operation + ".request.json", text);
            }
            write(operation + ".response.json", response.asString());
          }
        });
  }

  private static void write(String name, String json) {
    try {
      Path file = EXAMPLES.resolve(name);
      if (!Files.exists(file)) {
        Files.createDirectories(EXAMPLES);
        JsonNode tree = JSON.readTree(json);
        if (!isEmptyList(tree)) {
          Files.writeString(file, JSON.writeValueAsString(tree) + "\n");
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Returns true for a list without items, which is no useful example and is not recorded. */
  private static boolean isEmptyList(JsonNode tree) {
    return !tree.isEmpty() && tree.iterator().next().isArray() && tree.iterator().next().isEmpty();
  }

  private static Map<String, Pattern> operations() {
    Map<String, Pattern> found = new LinkedHashMap<>();
    for (Contract.Operation operation : Contract.running().operations()) {
      found.put(
          operation.id(),
          Pattern.compile(Pattern.quote(operation.method()) + " " + operation.paths()));
    }
    return found;
  }
}
