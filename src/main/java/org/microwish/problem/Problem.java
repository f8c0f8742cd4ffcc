package org.microwish.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Builds the body of an error response according to RFC 9457: {@code type}, {@code title}, {@code
 * status}, {@code detail} and {@code instance}; this API's extensions {@code code} and {@code
 * requestId}; {@code errors} if fields are invalid; and the members of the {@link
 * ProblemException}.
 */
public final class Problem {

  /** The media type of every problem. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /**
   * The prefix of every {@code type}. The URI identifies the problem and cannot be opened; the
   * contract documents each problem.
   */
  public static final String TYPE_BASE = "https://microwish.org/problems/";

  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  // A separate mapper, because the settings of the injected mapper must not affect problems.
  private static final ObjectMapper JSON = new ObjectMapper();

  private Problem() {}

  /** Returns the URI that identifies this type of problem. */
  public static String typeUri(ProblemType type) {
    return TYPE_BASE + type.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Returns the response body as JSON.
   *
   * @param instance the path of the request
   * @param requestId the id in the Request-ID header of the response
   */
  public static String body(
      ProblemException problem, Language language, String instance, String requestId) {
    try {
      return JSON.writeValueAsString(members(problem, language, instance, requestId));
    } catch (JsonProcessingException notWritable) {
      throw new IllegalStateException(notWritable);
    }
  }

  /**
   * Returns the problem of one part of a request, as part of the response. It has no {@code
   * instance} and {@code requestId}, because these belong to the whole request.
   */
  public static Map<String, Object> item(ProblemException problem, Language language) {
    Map<String, Object> members = members(problem, language, "", "");
    members.remove("instance");
    members.remove("requestId");
    return members;
  }

  /**
   * Returns an example body, for the OpenAPI document: with invalid fields if the type is about
   * fields, and otherwise without extra members.
   *
   * @param instance the path of a request that can be answered with this problem
   */
  public static Map<String, Object> example(ProblemType type, String instance) {
    ProblemException problem = type.exception();
    if (type == ProblemType.VALIDATION_FAILED) {
      problem
          .field(FieldError.body("/publicTitle", FieldFault.TOO_LONG).with("max", 60))
          .field(FieldError.query("limit", FieldFault.OUT_OF_RANGE).with("min", 1));
    }
    return members(problem, Language.ZH, instance, "4bf92f3577b34da6a3ce929d0e0e4736");
  }

  /**
   * Returns the sentence for a field fault, or for a problem if no field fault has that name.
   *
   * @param members values to which the sentence refers
   */
  public static String text(Language language, String code, Map<String, Object> members) {
    for (FieldFault fault : FieldFault.values()) {
      if (fault.name().equals(code)) {
        return ProblemTexts.detail(language, fault, members);
      }
    }
    return ProblemTexts.detail(language, ProblemType.valueOf(code), members);
  }

  static Map<String, Object> members(
      ProblemException problem, Language language, String instance, String requestId) {
    ProblemType type = problem.type();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", typeUri(type));
    body.put("title", ProblemTexts.title(language, type));
    body.put("status", type.status());
    body.put("detail", ProblemTexts.detail(language, type, problem.members()));
    body.put("instance", instance);
    body.put("code", type.name());
    body.put("requestId", requestId);
    if (!problem.errors().isEmpty()) {
      body.put("errors", problem.errors().stream().map(error -> error(error, language)).toList());
    }
    problem.members().forEach((name, value) -> body.putIfAbsent(name, plain(value)));
    return body;
  }

  private static Map<String, Object> error(FieldError error, Language language) {
    Map<String, Object> member = new LinkedHashMap<>();
    String where =
        switch (error.in()) {
          case BODY -> "pointer";
          case QUERY, PATH -> "parameter";
          case HEADER -> "header";
        };
    member.put(where, error.name());
    FieldNames.of(error, language).ifPresent(name -> member.put("name", name));
    member.put("code", error.fault().name());
    member.put("detail", ProblemTexts.detail(language, error.fault(), error.members()));
    error.members().forEach((name, value) -> member.putIfAbsent(name, plain(value)));
    return member;
  }

  /**
   * Converts a member's value for JSON: null, numbers and booleans do not change, elements of
   * collections are converted, times become text in Asia/Shanghai, other values become text.
   */
  static Object plain(Object value) {
    return switch (value) {
      case null -> null;
      case Number number -> number;
      case Boolean truth -> truth;
      case Enum<?> constant -> constant.name();
      case Instant time ->
          DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(ZONE).toOffsetDateTime());
      case Collection<?> several -> {
        List<Object> plain = new ArrayList<>();
        several.forEach(one -> plain.add(plain(one)));
        yield plain;
      }
      case Object other -> other.toString();
    };
  }
}
