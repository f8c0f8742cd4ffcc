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
 * The versions of a resource that an If-Match header allows to be changed; the service compares
 * them with the version of the row that it has locked. If a command has a parameter
 * {@code @HeaderParam("If-Match") IfMatch} and the header is missing, the response is
 * PRECONDITION_REQUIRED. Weak tags count as strong, against RFC 9110 section 13.1.1: gateways that
 * compress responses mark the tags as weak, but the version in such a tag is still exact.
 *
 * @param versions the allowed versions; empty for {@code *}, which allows any version
 */
public record IfMatch(List<Long> versions) {

  /** Allows any version. */
  public static final IfMatch ANY = new IfMatch(List.of());

  private static final Pattern TAG =
      Pattern.compile("(?:W/)?\"([1-9][0-9]{0,17})(?:\\.[a-z0-9]+)?\"");

  /** Returns the problem to throw if the header is missing. */
  public static ProblemException missing() {
    return ProblemType.PRECONDITION_REQUIRED
        .exception()
        .field(FieldError.header(HttpHeaders.IF_MATCH, FieldFault.REQUIRED));
  }

  /**
   * Parses the header: tags separated by commas, or {@code *}.
   *
   * @throws ProblemException VALIDATION_FAILED if the header is malformed
   */
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
    // If no tag has the form of a version, the list is 0, which no row has: an empty list would
    // allow any version.
    return new IfMatch(versions.isEmpty() ? List.of(0L) : versions);
  }

  /** Returns whether the header allows a change of this version. */
  public boolean allows(long version) {
    return versions.isEmpty() || versions.contains(version);
  }

  /** Throws PRECONDITION_FAILED unless the header allows a change of this version. */
  public void require(long version) {
    if (!allows(version)) {
      throw ProblemType.PRECONDITION_FAILED
          .exception()
          .field(FieldError.header(HttpHeaders.IF_MATCH, FieldFault.NOT_ALLOWED));
    }
  }
}
