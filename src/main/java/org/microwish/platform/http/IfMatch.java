package org.microwish.platform.http;

import com.fasterxml.jackson.annotation.JsonCreator;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * The versions that an If-Match header allows for an edit; the service compares them with the row
 * it has locked. A command with a parameter {@code @HeaderParam("If-Match") IfMatch} responds with
 * PRECONDITION_REQUIRED if the header is missing. Weak tags count as strong (against RFC 9110
 * section 13.1.1), because compressing gateways mark tags as weak, and the version in the tag is
 * still exact.
 *
 * @param versions the allowed versions; empty for {@code *}, which allows any version
 */
public record IfMatch(List<Long> versions) {

  /** Allows any version. */
  public static final IfMatch ANY = new IfMatch(List.of());

  private static final Pattern TAG =
      Pattern.compile("(?:W/)?\"([1-9][0-9]{0,17})(?:\\.[a-z0-9]+)?\"");

  /** The problem for a command without the header. */
  public static ProblemException missing() {
    return ProblemType.PRECONDITION_REQUIRED
        .exception()
        .field(FieldError.header(HttpHeaders.IF_MATCH, FieldFault.REQUIRED));
  }

  /** Parses the header: tags separated by commas, or {@code *}. */
  @JsonCreator
  public static IfMatch fromString(String header) {
    if (header.trim().equals("*")) {
      return ANY;
    }
    List<Long> versions = new ArrayList<>();
    for (String one : header.split(",", -1)) {
      Matcher tag = TAG.matcher(one.trim());
      if (tag.matches()) {
        versions.add(Long.valueOf(tag.group(1)));
      } else if (!one.trim().matches("(?:W/)?\"[^\"]*\"")) {
        throw ProblemException.invalid(
            FieldError.header(HttpHeaders.IF_MATCH, FieldFault.INVALID_FORMAT)
                .with("example", "\"7\""));
      }
    }
    // Well-formed tags that this service never issued match no version.
    return new IfMatch(versions.isEmpty() ? List.of(0L) : versions);
  }

  /** Whether an edit of that version is allowed. */
  public boolean allows(long version) {
    return versions.isEmpty() || versions.contains(version);
  }

  /** Throws PRECONDITION_FAILED unless an edit of that version is allowed. */
  public void require(long version) {
    if (!allows(version)) {
      throw ProblemType.PRECONDITION_FAILED
          .exception()
          .field(FieldError.header(HttpHeaders.IF_MATCH, FieldFault.NOT_ALLOWED));
    }
  }
}
