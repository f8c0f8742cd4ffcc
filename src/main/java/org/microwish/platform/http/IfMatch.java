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
 * The versions that an edit may meet, from its If-Match header; the service compares them with the
 * row it has locked. A command with a parameter {@code @HeaderParam("If-Match") IfMatch} answers
 * PRECONDITION_REQUIRED when the header is missing. A tag marked weak is taken for strong (against
 * RFC 9110 section 13.1.1): gateways that compress mark ours so, and the version in it is exact all
 * the same.
 *
 * @param versions empty for {@code *}, which any version meets
 */
public record IfMatch(List<Long> versions) {

  /** What any version meets. */
  public static final IfMatch ANY = new IfMatch(List.of());

  private static final Pattern TAG =
      Pattern.compile("(?:W/)?\"([1-9][0-9]{0,17})(?:\\.[a-z0-9]+)?\"");

  /** What a command without the header is answered. */
  public static ProblemException missing() {
    return ProblemType.PRECONDITION_REQUIRED
        .exception()
        .field(FieldError.header(HttpHeaders.IF_MATCH, FieldFault.REQUIRED));
  }

  /** Reads the header's value: tags separated by commas, or {@code *}. */
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
    // Tags that were never ours match nothing.
    return new IfMatch(versions.isEmpty() ? List.of(0L) : versions);
  }

  /** Whether an edit may go on from that version. */
  public boolean allows(long version) {
    return versions.isEmpty() || versions.contains(version);
  }

  /** PRECONDITION_FAILED unless an edit may go on from that version. */
  public void require(long version) {
    if (!allows(version)) {
      throw ProblemType.PRECONDITION_FAILED
          .exception()
          .field(FieldError.header(HttpHeaders.IF_MATCH, FieldFault.NOT_ALLOWED));
    }
  }
}
