package org.microwish.suites.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.microwish.platform.contract.AnswerSchemas;
import org.microwish.platform.contract.Contract;

/** Checks an answer against the contract and reports its faults. */
final class AnswerChecker {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Only this many characters are searched for internals: exports can be very large, and contain
   * only public data.
   */
  private static final int LOOKED_AT = 100_000;

  /** Text that reveals internals: stack traces, class names, SQL. */
  private static final Pattern INSIDE =
      Pattern.compile(
          "\\bat"
              + " [a-z]+(\\.\\w+)+\\(|org\\.microwish|io\\.quarkus|io\\.vertx|jakarta\\.|java\\.(lang|util|sql)|org\\.hibernate|com\\.mysql|fasterxml|Exception\\b|NullPointer|SQLSTATE|SELECT"
              + " .* FROM ");

  /**
   * Codes that any operation may answer, because they are sent before the request reaches a
   * resource.
   */
  private static final Set<String> ANYWHERE =
      Set.of(
          "UNAUTHENTICATED",
          // A path or query that is not valid UTF-8 or not correctly encoded.
          "MALFORMED_REQUEST",
          "PAYLOAD_TOO_LARGE",
          "URI_TOO_LONG",
          "HEADERS_TOO_LARGE",
          "TOO_MANY_REQUESTS",
          "REQUEST_TIMEOUT");

  /**
   * A fault.
   *
   * @param kind category; equal for equal sorts of faults
   */
  record Fault(String kind, String what) {}

  private final AnswerSchemas schemas;

  AnswerChecker(AnswerSchemas schemas) {
    this.schemas = schemas;
  }

  List<Fault> judge(FuzzRequest shot, RawConnection.Answer answer) {
    List<Fault> faults = new ArrayList<>();
    int status = answer.status();
    String text = answer.text();
    Contract.Operation operation = shot.operation();
    if (answer.header("request-id") == null && shot.onRoute()) {
      faults.add(new Fault("no Request-ID", status + " without Request-ID"));
    }
    boolean binary =
        answer.mediaType().matches("application/(octet-stream|pdf|zip|vnd.*)|image/.*");
    if (!binary && INSIDE.matcher(text.substring(0, Math.min(text.length(), LOOKED_AT))).find()) {
      faults.add(new Fault("inside", "reveals internals: " + shortened(text)));
    }
    boolean patience =
        status == 503 && answer.header("retry-after") != null && !operation.codes(503).isEmpty();
    if (status >= 500 && !patience) {
      faults.add(new Fault("status " + status, "server error: " + shortened(text)));
    }
    if (shot.method().equals("HEAD") || (shot.method().equals("OPTIONS") && status < 400)) {
      return faults;
    }
    if (status >= 400) {
      problem(shot, answer, faults);
    } else if (shot.onRoute()) {
      success(shot, answer, faults);
    }
    return faults;
  }

  private static boolean isProblem(FuzzRequest shot, RawConnection.Answer answer) {
    return answer.mediaType().equals("application/problem+json")
        // Clients of RFC 6749 that accept application/json get the problem with that media type.
        || (shot.operation().id().equals("requestToken")
            && answer.mediaType().equals("application/json")
            && shot.headers().stream()
                .anyMatch(
                    header ->
                        header[0].equalsIgnoreCase("Accept")
                            && header[1].contains("application/json")));
  }

  private void problem(FuzzRequest shot, RawConnection.Answer answer, List<Fault> faults) {
    int status = answer.status();
    JsonNode body = read(answer, faults);
    String code = body.path("code").asText();
    if (!isProblem(shot, answer) || code.isEmpty()) {
      faults.add(
          new Fault(
              "no problem " + status,
              status + " " + answer.mediaType() + " is no problem: " + shortened(answer.text())));
      return;
    }
    if (body.path("status").asInt() != status || !body.path("type").asText().contains("/")) {
      faults.add(new Fault("ill-formed problem", shortened(answer.text())));
    }
    if (!shot.onRoute()) {
      return;
    }
    if (!ANYWHERE.contains(code) && !shot.operation().codes(status).contains(code)) {
      faults.add(
          new Fault(
              "undocumented " + status + " " + code,
              "%d %s is not in the contract of %s: %s"
                  .formatted(status, code, shot.operation().id(), shortened(answer.text()))));
    }
    for (String fault :
        schemas.faults(shot.operation(), status, "application/problem+json", body)) {
      faults.add(new Fault("problem " + generic(fault), fault + ": " + shortened(answer.text())));
    }
  }

  private void success(FuzzRequest shot, RawConnection.Answer answer, List<Fault> faults) {
    int status = answer.status();
    Contract.Operation operation = shot.operation();
    // A stored answer has the status and body of the operation that the key was used for.
    if (operation.id().equals("getIdempotentAnswer")) {
      return;
    }
    if (!operation.documents(status)) {
      faults.add(
          new Fault(
              "undocumented " + status,
              status + " is not in the contract: " + shortened(answer.text())));
      return;
    }
    Set<String> types = operation.types(status);
    if (status != 304 && !types.isEmpty() && !types.contains(answer.mediaType())) {
      faults.add(new Fault("media type", answer.mediaType() + " is not of " + types));
    }
    if (answer.mediaType().equals("application/json") && status != 304) {
      JsonNode body = read(answer, faults);
      for (String fault : schemas.faults(operation, status, "application/json", body)) {
        faults.add(new Fault("schema " + generic(fault), fault + ": " + shortened(answer.text())));
      }
    }
  }

  private static JsonNode read(RawConnection.Answer answer, List<Fault> faults) {
    try {
      return JSON.readTree(answer.body().get());
    } catch (JsonProcessingException noJson) {
      faults.add(new Fault("no JSON", "is no JSON: " + shortened(answer.text())));
    } catch (java.io.IOException cannotBe) {
      throw new IllegalStateException(cannotBe);
    }
    return JSON.createObjectNode();
  }

  private static String generic(String fault) {
    return fault.replaceAll("\\[[0-9]+]", "[]");
  }

  private static String shortened(String text) {
    return text.length() > 300 ? text.substring(0, 300) + "…" : text;
  }
}
