package org.microwish.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests malformed HTTP requests, sent as raw bytes. */
@Tag("database")
@QuarkusTest
class RawSocketTest {

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3}) .*");
  private static final int MIB = 1 << 20;

  @TestHTTPResource URI service;

  /** An answer read from the socket. */
  private record Answer(int status, String head, String body) {

    void isProblem(int expected, String code) throws IOException {
      assertThat(status).as(head).isEqualTo(expected);
      assertThat(head.toLowerCase(java.util.Locale.ROOT))
          .contains("content-type: application/problem+json")
          .contains("content-language: zh")
          .contains("request-id: ");
      JsonNode problem = new ObjectMapper().readTree(body);
      assertThat(problem.path("code").asText()).isEqualTo(code);
      assertThat(problem.path("status").asInt()).isEqualTo(expected);
      assertThat(problem.path("detail").asText()).isNotBlank();
    }
  }

  /** Sends parts one after the other and reads one answer. */
  private Answer send(String... parts) throws IOException {
    try (Socket socket = new Socket(service.getHost(), service.getPort())) {
      socket.setSoTimeout(15_000);
      OutputStream out = socket.getOutputStream();
      try {
        for (String part : parts) {
          out.write(part.getBytes(StandardCharsets.ISO_8859_1));
          out.flush();
        }
      } catch (SocketException answeredBeforeItWasAllSent) {
        assertThat(answeredBeforeItWasAllSent).isNotNull();
      }
      return read(socket.getInputStream());
    }
  }

  private static Answer read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int one = in.read();
      assertThat(one).as("connection closed after: " + head).isNotNegative();
      head.write(one);
    }
    String text = head.toString(StandardCharsets.ISO_8859_1);
    Matcher status = STATUS.matcher(text.lines().findFirst().orElse(""));
    assertThat(status.matches()).as(text).isTrue();
    Matcher length = Pattern.compile("(?i)content-length: ([0-9]+)").matcher(text);
    byte[] body = length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : new byte[0];
    return new Answer(
        Integer.parseInt(status.group(1)), text, new String(body, StandardCharsets.UTF_8));
  }

  private static String post(String path, String type, String more) {
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: test\r\nContent-Type: "
        + type
        + "\r\n"
        + more
        + "\r\n";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "GET /api/v1/probe/items\r\n\r\n",
        "GET /api/v1/probe/items HTTP/banana\r\n\r\n",
        "GET  HTTP/1.1\r\nHost: test\r\n\r\n",
        "GET /api/v1/probe/items HTTP/1.1\r\nHost: test\r\nno colon here\r\n\r\n",
        "GET /api/v1/probe/items HTTP/1.1\r\nHost: test\r\nBad Name: x\r\n\r\n",
        "POST /api/v1/probe HTTP/1.1\r\nHost: test\r\nContent-Length: many\r\n\r\n",
        "POST /api/v1/probe HTTP/1.1\r\nHost: test\r\nContent-Length: -1\r\n\r\n",
        "GET /api/v1/probe/items HTTP/1.1\r\nHost: test\r\nHost: other\r\n\r\n",
        "POST /api/v1/probe HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: gzip\r\n\r\n",
        "POST /api/v1/probe HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "POST /api/v1/probe HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        "POST /api/v1/probe HTTP/1.1\r\nHost: test\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
        "POST /api/v1/probe HTTP/1.1\r\nHost: test\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
      })
  void malformedHttp_isRefused(String request) throws IOException {
    send(request).isProblem(400, "MALFORMED_REQUEST");
  }

  /**
   * The service reads a folded line as one line, with a blank instead of the line break (RFC 9112
   * section 5.2), so a field that decides is refused or has its usual effect.
   */
  @Test
  void malformedEscape_isExplainedOnAPage_toABrowser() throws IOException {
    Answer answer = send("GET /wall?q=100% HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n\r\n");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.head()).contains("text/html");
    assertThat(answer.body()).contains("<html lang=");
    Answer clean = send("GET /wall/a%20b?q= HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n\r\n");
    assertThat(clean.status()).isEqualTo(303);
    assertThat(clean.head()).contains("/wall/a%20b\r\n");
  }

  @Test
  void foldedLines_areReadAsOne() throws IOException {
    String head = "GET /api/v1/probe/items HTTP/1.1\r\nHost: test\r\n";
    send(head + "Accept: application/json,\r\n\t;;;\r\n\r\n").isProblem(400, "MALFORMED_REQUEST");
  }

  /** Path parameters (";") could let a request avoid the limits and headers of its resource. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/auth/wechat;x=1",
        "/api/v1/auth;x/wechat",
        "/api;x/v1/auth/wechat",
        "/api/v1/wishes;x=1"
      })
  void pathParameters_areRefused(String path) throws IOException {
    send("GET " + path + " HTTP/1.1\r\nHost: test\r\n\r\n").isProblem(400, "MALFORMED_REQUEST");
  }

  /** Other spellings of a resource's path get the same rate limit and answer. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/auth/wechat",
        "/q/../api/v1/auth/wechat",
        "/api/v1/%61uth/wechat",
        "/%61pi/v1/./auth/x/../wechat"
      })
  void pathSpellings_areRateLimitedAlike(String path) throws IOException {
    Answer answer =
        send(
            post(path, "application/json", "X-Forwarded-For: 198.18.201.7\r\nContent-Length: 2\r\n")
                + "{}");
    answer.isProblem(400, "VALIDATION_FAILED");
    assertThat(answer.head().toLowerCase(java.util.Locale.ROOT))
        .contains("\"login\";q=300")
        .contains("content-security-policy: default-src 'none'");
  }

  @Test
  void malformedSecondRequestOfAConnection_isRefused() throws IOException {
    try (Socket socket = new Socket(service.getHost(), service.getPort())) {
      socket.setSoTimeout(15_000);
      OutputStream out = socket.getOutputStream();
      out.write("GET /nothing HTTP/1.1\r\nHost: test\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      read(socket.getInputStream()).isProblem(404, "NOT_FOUND");
      out.write("GET /nothing HTTP/banana\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      read(socket.getInputStream()).isProblem(400, "MALFORMED_REQUEST");
      assertThat(socket.getInputStream().read()).isNegative();
    }
  }

  @Test
  void longLinesAndHeaders_areRefused() throws IOException {
    send("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: test\r\n\r\n")
        .isProblem(414, "URI_TOO_LONG");
    send("GET /api/v1/probe/items?word=" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: test\r\n\r\n")
        .isProblem(414, "URI_TOO_LONG");
    send("GET / HTTP/1.1\r\nHost: test\r\nX: " + "a".repeat(40_000) + "\r\n\r\n")
        .isProblem(431, "HEADERS_TOO_LARGE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /%zz HTTP/1.1\r\nHost: test\r\n\r\n",
        "GET /api/v1/probe/items/%ff HTTP/1.1\r\nHost: test\r\n\r\n",
        "GET /api/v1/probe/items/%f HTTP/1.1\r\nHost: test\r\n\r\n",
        "GET /api/v1/probe/items?word=%zz HTTP/1.1\r\nHost: test\r\n\r\n",
        "GET /api/v1/probe/items?%f HTTP/1.1\r\nHost: test\r\n\r\n",
        "GET /api/v1/probe/items?word=%ff HTTP/1.1\r\nHost: test\r\n\r\n",
        "GET http://[bad/api HTTP/1.1\r\nHost: test\r\n\r\n",
        "GET /../../etc/passwd HTTP/1.1\r\nHost: test\r\n\r\n",
        "GET /api/v1/probe/items HTTP/1.1\r\n\r\nGET",
        "GET /api/v1/probe/items HTTP/1.1\r\nHost: ZAP%n%s%n%s\r\n\r\n",
        "FOO /api/v1/probe/items HTTP/1.1\r\nHost: test\r\n\r\n",
        "TRACE /api/v1/probe/items HTTP/1.1\r\nHost: test\r\n\r\n",
        "CONNECT test:443 HTTP/1.1\r\nHost: test\r\n\r\n",
        "* / HTTP/1.1\r\nHost: test\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: test\r\n\r\n",
        "GET * HTTP/1.1\r\nHost: test\r\n\r\n",
        "GET /api/v1/probe/items HTTP/1.1\r\nHost: test\r\nAccept: ;;;\r\n\r\n",
        "GET /api/v1/probe/items HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer\r\n\r\n",
        "GET /api/v1/probe/items HTTP/1.1\r\nHost: test\r\nAuthorization: Basic !!\r\n\r\n",
        "GET /api/v1/probe/items HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
      })
  void oddRequests_neverCauseServerErrors(String request) throws IOException {
    Answer answer = send(request);
    assertThat(answer.status()).as(answer.head()).isLessThan(500);
    if (answer.status() >= 400) {
      assertThat(answer.head()).containsIgnoringCase("content-type: application/problem+json");
    }
  }

  @Test
  void bodyWithTooLargeLength_isRefusedWithAnAnswer() throws IOException {
    String tenMiB = "x".repeat(10 * MIB);
    send(post("/api/v1/probe", "application/json", "Content-Length: " + 10 * MIB + "\r\n"), tenMiB)
        .isProblem(413, "PAYLOAD_TOO_LARGE");
    // The answer does not wait for a body that will not be read.
    send(post("/api/v1/probe", "application/json", "Content-Length: 99999999999\r\n"))
        .isProblem(413, "PAYLOAD_TOO_LARGE");
    send(
            post(
                "/api/v1/probe/upload",
                "multipart/form-data; boundary=b",
                "Content-Length: " + 40 * MIB + "\r\n"),
            tenMiB)
        .isProblem(413, "PAYLOAD_TOO_LARGE");
  }

  @Test
  void chunkedBodyOverTheLimit_isRefused() throws IOException {
    String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
    send(
            post("/api/v1/probe", "application/json", "Transfer-Encoding: chunked\r\n"),
            chunk.repeat(160),
            "0\r\n\r\n")
        .isProblem(413, "PAYLOAD_TOO_LARGE");
    // An upload has a separate, larger limit.
    Answer lines =
        send(
            post("/api/v1/probe/lines", "text/csv", "Transfer-Encoding: chunked\r\n"),
            chunk.repeat(160),
            "0\r\n\r\n");
    assertThat(lines.status()).isEqualTo(200);
    assertThat(lines.body()).contains("" + 160 * 0x10000);
    send(
            post("/api/v1/probe/lines", "text/csv", "Transfer-Encoding: chunked\r\n"),
            chunk.repeat(600),
            "0\r\n\r\n")
        .isProblem(413, "PAYLOAD_TOO_LARGE");
  }

  @Test
  void invalidChunks_closeTheConnection() throws IOException {
    try (Socket socket = new Socket(service.getHost(), service.getPort())) {
      socket.setSoTimeout(15_000);
      socket
          .getOutputStream()
          .write(
              (post("/api/v1/probe", "application/json", "Transfer-Encoding: chunked\r\n")
                      + "zz\r\n{}\r\n0\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).isNegative();
    }
  }

  @Test
  void expectContinue_isAnswered_orRefusedIfTooLarge() throws IOException {
    String head =
        post("/api/v1/probe", "application/json", "Expect: 100-continue\r\nContent-Length: 13\r\n");
    Answer first = send(head, "{\"title\":\"a\"}");
    assertThat(first.status()).isIn(100, 200);
    // The size is checked before the body is sent.
    send(post(
            "/api/v1/probe",
            "application/json",
            "Expect: 100-continue\r\nContent-Length: 9999999\r\n"))
        .isProblem(413, "PAYLOAD_TOO_LARGE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no boundary at all",
        "--b\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nabc",
        "--b\r\nContent-Disposition\r\n\r\nabc\r\n--b--\r\n",
        "--b\r\n: x\r\n\r\nabc\r\n--b--\r\n",
        "",
      })
  void malformedForm_isRefused(String body) throws IOException {
    Answer answer =
        send(
            post(
                "/api/v1/probe/upload",
                "multipart/form-data; boundary=b",
                "Content-Length: " + body.length() + "\r\n"),
            body);
    answer.isProblem(400, "MALFORMED_REQUEST");
  }

  @Test
  void formWithoutBoundary_isRefused() throws IOException {
    send(post("/api/v1/probe/upload", "multipart/form-data", "Content-Length: 3\r\n"), "abc")
        .isProblem(400, "MALFORMED_REQUEST");
  }

  @Test
  void formFieldOverTheLimit_isRefused() throws IOException {
    String body =
        "--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n"
            + "x".repeat(100_000)
            + "\r\n--b--\r\n";
    send(
            post(
                "/api/v1/probe/upload",
                "multipart/form-data; boundary=b",
                "Content-Length: " + body.length() + "\r\n"),
            body)
        .isProblem(413, "PAYLOAD_TOO_LARGE");
  }

  @Test
  void tooManyHeaders_areRefused() throws IOException {
    StringBuilder head = new StringBuilder("GET /api/v1/probe/items HTTP/1.1\r\nHost: test\r\n");
    for (int i = 0; i < 120; i++) {
      head.append('h').append(i).append(": x\r\n");
    }
    send(head.append("\r\n").toString()).isProblem(431, "HEADERS_TOO_LARGE");
  }

  @Test
  void slowBody_timesOut() throws Exception {
    try (Socket socket = new Socket(service.getHost(), service.getPort())) {
      socket.setSoTimeout(30_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          post("/api/v1/probe", "application/json", "Content-Length: 1000\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      try (ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor()) {
        var dripping =
            drip.scheduleAtFixedRate(
                () -> {
                  try {
                    out.write(' ');
                  } catch (IOException answered) {
                    throw new UncheckedIOException(answered);
                  }
                },
                0,
                200,
                TimeUnit.MILLISECONDS);
        // Each byte arrives well within the read timeout of 20 seconds; the whole body would take
        // 200.
        read(socket.getInputStream()).isProblem(408, "REQUEST_TIMEOUT");
        dripping.cancel(true);
      }
    }
  }

  @Test
  void rateLimitedRequest_isRefusedBeforeItsBodyIsSent() throws IOException {
    String head =
        post(
            "/api/v1/auth/refresh",
            "application/json",
            "X-Forwarded-For: 203.0.113.77\r\nContent-Length: 1000\r\n");
    Answer early = null;
    for (int tries = 0; tries < 20 && early == null; tries++) {
      try (Socket socket = new Socket(service.getHost(), service.getPort())) {
        socket.setSoTimeout(2_000);
        String get =
            "GET /api/v1/auth/account HTTP/1.1\r\nHost: test\r\nX-Forwarded-For: 203.0.113.77\r\n\r\n";
        Answer last;
        int sent = 0;
        do {
          socket.getOutputStream().write(get.getBytes(StandardCharsets.US_ASCII));
          last = read(socket.getInputStream());
        } while (last.status() != 429 && ++sent < 2000);
        last.isProblem(429, "TOO_MANY_REQUESTS");
        // No byte of the body is sent.
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        early = read(socket.getInputStream());
      } catch (SocketTimeoutException gotRefilledToken) {
        early = null;
      }
    }
    early.isProblem(429, "TOO_MANY_REQUESTS");
    assertThat(early.head())
        .containsIgnoringCase("retry-after: ")
        .containsIgnoringCase("ratelimit: ");
  }
}
