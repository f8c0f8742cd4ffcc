package org.microwish.problem;

import io.quarkus.security.AuthenticationException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.resteasy.reactive.server.core.multipart.MultiPartParserDefinition;
import org.jboss.resteasy.reactive.server.core.multipart.MultipartParser;

/** Maps exceptions of this service, of frameworks and of drivers to problem responses. */
public final class Failures {

  /**
   * The Retry-After time when the database is unavailable: time for the pool to connect to a
   * restarted or newly elected database.
   */
  private static final Duration DATABASE_RETRY = Duration.ofSeconds(5);

  private static final Duration BUSY_RETRY = Duration.ofSeconds(1);

  /**
   * Part of the messages of two exceptions of Agroal, the connection pool: no connection became
   * free in time, or none could be opened in time. These exceptions have no SQLState.
   */
  private static final String POOL_TIMEOUT = "acquisition timeout";

  /** Connector/J's messages for statements and results of a lost connection. */
  private static final Set<String> CLOSED =
      Set.of(
          "No operations allowed after connection closed",
          "No operations allowed after statement closed",
          "Operation not allowed after ResultSet closed");

  /** The JDK's message, taken from the operating system, when the disk is full. */
  private static final String DISK_FULL = "No space left on device";

  /** The multipart parser's message when the body ends too early. */
  private static final String CUT_FORM = "Connection terminated parsing multipart request";

  /** The beginning of the JDK's message for a malformed percent escape in a form. */
  private static final String BAD_ESCAPE = "URLDecoder: ";

  private Failures() {}

  /**
   * Converts an exception to a problem. Unknown exceptions become {@link
   * ProblemType#INTERNAL_ERROR}, which reveals no details. A {@link ProblemException} anywhere in
   * the chain of causes takes precedence, because frameworks wrap exceptions.
   */
  public static ProblemException toProblem(Throwable thrown) {
    return find(thrown, Collections.newSetFromMap(new IdentityHashMap<>()))
        .orElseGet(ProblemType.INTERNAL_ERROR::exception);
  }

  private static Optional<ProblemException> find(Throwable thrown, Set<Throwable> seen) {
    List<Throwable> chain = new ArrayList<>();
    Optional<ProblemException> found = Optional.empty();
    for (Throwable cause = thrown; cause != null && seen.add(cause); cause = cause.getCause()) {
      if (cause instanceof ProblemException problem) {
        return Optional.of(problem);
      }
      chain.add(cause);
      // The innermost known exception is the reason; outer exceptions only wrap it.
      Optional<ProblemException> one = recognise(cause);
      if (one.isPresent()) {
        found = one;
      }
    }
    // The transaction manager attaches the reason of a failed commit as a suppressed exception, not
    // as the cause.
    return found.or(
        () ->
            chain.stream()
                .flatMap(one -> Arrays.stream(one.getSuppressed()))
                .flatMap(aside -> find(aside, seen).stream())
                .findFirst());
  }

  private static Optional<ProblemException> recognise(Throwable thrown) {
    return Optional.ofNullable(
        switch (thrown) {
          case ConstraintViolationException invalid -> Violations.toProblem(invalid);
          case UnauthorizedException missing -> ProblemType.UNAUTHENTICATED.exception();
          case AuthenticationException bad -> ProblemType.UNAUTHENTICATED.exception();
          case ForbiddenException denied -> ProblemType.FORBIDDEN.exception();
          case WebApplicationException http ->
              ofStatus(http.getResponse().getStatus()).orElse(null);
          case MultipartParser.MalformedMessageException malformed ->
              ProblemType.MALFORMED_REQUEST.exception();
          case MultiPartParserDefinition.FileTooLargeException large ->
              ProblemType.PAYLOAD_TOO_LARGE.exception();
          case IOException cut when CUT_FORM.equals(cut.getMessage()) ->
              ProblemType.MALFORMED_REQUEST.exception();
          // The disk is full: the body of an upload could not be written to the upload directory.
          case IOException full when DISK_FULL.equals(full.getMessage()) ->
              ProblemType.EVIDENCE_NOT_STORED.exception();
          case IllegalArgumentException escape
              when escape.getMessage() != null && escape.getMessage().startsWith(BAD_ESCAPE) ->
              ProblemType.MALFORMED_REQUEST.exception();
          case RejectedExecutionException full ->
              ProblemType.BUSY.exception().retryAfter(BUSY_RETRY);
          case SQLException sql -> ofDatabase(sql);
          default -> null;
        });
  }

  /** Returns the problem for an HTTP status; empty for a status below 400. */
  public static Optional<ProblemException> ofStatus(int status) {
    return Optional.ofNullable(
        switch (status) {
          case 401 -> ProblemType.UNAUTHENTICATED.exception();
          case 403 -> ProblemType.FORBIDDEN.exception();
          case 404, 410 -> ProblemType.NOT_FOUND.exception();
          case 405 -> ProblemType.METHOD_NOT_ALLOWED.exception();
          case 406 -> ProblemType.NOT_ACCEPTABLE.exception();
          case 408 -> ProblemType.REQUEST_TIMEOUT.exception();
          case 412 -> ProblemType.PRECONDITION_FAILED.exception();
          case 413 -> ProblemType.PAYLOAD_TOO_LARGE.exception();
          case 414 -> ProblemType.URI_TOO_LONG.exception();
          case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE.exception();
          case 428 -> ProblemType.PRECONDITION_REQUIRED.exception();
          case 429 -> ProblemType.TOO_MANY_REQUESTS.exception().retryAfter(BUSY_RETRY);
          case 431 -> ProblemType.HEADERS_TOO_LARGE.exception();
          case 503 -> ProblemType.BUSY.exception().retryAfter(BUSY_RETRY);
          default ->
              status < 400
                  ? null
                  : status < 500
                      ? ProblemType.MALFORMED_REQUEST.exception()
                      : ProblemType.INTERNAL_ERROR.exception();
        });
  }

  /**
   * Whether the exception means that the connection was lost. The driver also closes the statements
   * of a lost connection; code that uses such a statement gets one of the messages {@link #CLOSED}.
   * If the connection is lost within a row, the driver sets no SQLState; the cause is then an error
   * of the socket.
   */
  public static boolean isConnectionLost(SQLException sql) {
    String message = sql.getMessage();
    return (sql.getSQLState() != null && sql.getSQLState().startsWith("08"))
        || sql.getCause() instanceof IOException
        || (message != null && CLOSED.stream().anyMatch(message::startsWith));
  }

  private static ProblemException ofDatabase(SQLException sql) {
    String state = sql.getSQLState();
    String message = sql.getMessage();
    if (isConnectionLost(sql)
        || (message != null && message.toLowerCase(Locale.ROOT).contains(POOL_TIMEOUT))) {
      return ProblemType.DATABASE_UNAVAILABLE.exception().retryAfter(DATABASE_RETRY);
    }
    // SQLState 40: the transaction was rolled back, for example after a deadlock, and the retries
    // failed as well.
    if (state != null && state.startsWith("40")) {
      return ProblemType.BUSY.exception().retryAfter(BUSY_RETRY);
    }
    return null;
  }
}
