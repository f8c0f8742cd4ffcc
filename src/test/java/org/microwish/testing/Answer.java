package org.microwish.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The answer to a request.
 *
 * @param headers values by header name; {@link Http} returns a map that ignores case
 */
public record Answer(int status, Map<String, List<String>> headers, byte[] body) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Returns the first value of a header. */
  public Optional<String> header(String name) {
    return headers.getOrDefault(name, List.of()).stream().findFirst();
  }

  /** Returns true if this is the answer to a command that was executed. */
  public boolean done() {
    return status == 200 || status == 201;
  }

  /** Returns the body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /**
   * Returns the body as JSON; a missing node if it is empty.
   *
   * @throws AssertionError if it is not JSON
   */
  public JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (IOException notJson) {
      throw new AssertionError(status + " without JSON: " + text(), notJson);
    }
  }

  /** Returns the text at a JSON pointer; empty if there is none. */
  public String at(String pointer) {
    return json().at(pointer).asText();
  }

  /** Returns the code of a problem; empty if the answer is not a problem. */
  public String code() {
    return at("/code");
  }
}
