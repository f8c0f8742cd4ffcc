package org.microwish.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A local stand-in for WeChat's server API: gives the documented answers, and misbehaves on
 * request. The code in a request selects the behaviour, so that tests need no setup: {@code
 * OK~oAlice} logs in the openid oAlice, {@code SLOW~oAlice} delays the answer. A second tilde may
 * be followed by more text, to distinguish codes of one user: {@code OK~oAlice~2}.
 */
public final class WeChatStandIn implements Closeable {

  /** The app id that the stand-in accepts. */
  public static final String APP_ID = "wx0123456789abcdef";

  /** The app's secret; marked, so that tests can search for it where it must not occur. */
  public static final String SECRET = "MARKED-appsecret-6f1c";

  /** The session key in every login answer, which must never be exposed. */
  public static final String SESSION_KEY = "MARKED-session-key==";

  /** The prefix of its access tokens, which must never be exposed. */
  public static final String TOKEN_MARK = "MARKED-access-token-";

  /** Its possible behaviours. */
  public enum Scenario {
    /** Success without errcode, the usual answer of WeChat. */
    OK("{\"openid\":\"%s\",\"session_key\":\"" + SESSION_KEY + "\"}"),
    /** Success with errcode 0 and a unionid. */
    OK_ZERO(
        "{\"errcode\":0,\"errmsg\":\"ok\",\"openid\":\"%1$s\",\"unionid\":\"u-%1$s\","
            + "\"session_key\":\""
            + SESSION_KEY
            + "\"}"),
    /** An invalid code. */
    BAD_CODE("{\"errcode\":40029,\"errmsg\":\"invalid code, rid: 5f0c-01\"}"),
    /** A user that WeChat has blocked. */
    BLOCKED("{\"errcode\":40226,\"errmsg\":\"code blocked\"}"),
    /** More than 100 logins of a user in a minute. */
    MINUTE("{\"errcode\":45011,\"errmsg\":\"api minute-quota reach limit\"}"),
    /** More calls than the day allows. */
    DAY("{\"errcode\":45009,\"errmsg\":\"reach max api daily quota limit\"}"),
    /** Busy on every request. */
    BUSY("{\"errcode\":-1,\"errmsg\":\"system error\"}"),
    /** Busy on the first request, then a login. */
    BUSY_ONCE(""),
    /** An unknown error code. */
    UNHEARD("{\"errcode\":99999,\"errmsg\":\"?\"}"),
    /** An errcode that is not a number. */
    ODD_ERROR("{\"errcode\":\"none\"}"),
    /** Success without an openid. */
    NOBODY("{\"session_key\":\"" + SESSION_KEY + "\"}"),
    /** An openid of the wrong JSON type. */
    ODD_OPENID("{\"openid\":12345,\"session_key\":\"" + SESSION_KEY + "\"}"),
    /** An openid with characters that no openid has. */
    HOSTILE_OPENID("{\"openid\":\"'; DROP TABLE account; --\"}"),
    /** JSON that is not an object. */
    LIST("[]"),
    /** An HTML page. */
    HTML("<html><body>Bad gateway</body></html>"),
    /** An empty body, with Content-Length 0. */
    EMPTY(""),
    /** Truncated JSON. */
    CUT_JSON("{\"openid\":\"%s\",\"sess"),
    /** Invalid UTF-8. */
    BYTES(""),
    /** A complete answer with status 500. */
    STATUS_500("{\"openid\":\"%s\"}"),
    /** A gateway's 502 with an HTML page. */
    STATUS_502("<html>502</html>"),
    /** A redirect to another path. */
    REDIRECT(""),
    /** A very large answer with a correct Content-Length. */
    OVERSIZED(""),
    /** A chunked answer that never ends. */
    ENDLESS(""),
    /** Reads the request and sends nothing. */
    SILENT(""),
    /** Sends the headers, then nothing. */
    SLOW(""),
    /** Sends one byte every 200 ms, so that no read times out. */
    DRIBBLE(""),
    /** Sends half the body, then closes the connection. */
    HALF(""),
    /** Sends half the body, then shuts down only its output. */
    HALF_CLOSED(""),
    /** Closes the connection without an answer. */
    CLOSED(""),
    /** Sends bytes that are not HTTP. */
    NOISE("");

    private final String body;

    Scenario(String body) {
      this.body = body;
    }
  }

  /** A received request. */
  public record Request(String method, String path, Map<String, String> query, JsonNode body) {}

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<String> used = ConcurrentHashMap.newKeySet();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger generation = new AtomicInteger(1);
  private final AtomicInteger valid = new AtomicInteger(1);
  private volatile CountDownLatch tokens = new CountDownLatch(0);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ObjectMapper json = new ObjectMapper();

  /** Starts listening on a free port. */
  public WeChatStandIn() {
    try {
      server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    threads.execute(this::accept);
  }

  /** Returns the value for {@code microwish.wechat.base-url}. */
  public String baseUrl() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** Returns the received requests in order. */
  public List<Request> requests() {
    return requests;
  }

  /**
   * Refuses the current access token from now on, but keeps issuing it until a refresh is forced.
   */
  public void refuseToken() {
    valid.incrementAndGet();
  }

  /** Answers no request for a token until {@link #giveTokens} is called. */
  public void holdTokens() {
    tokens = new CountDownLatch(1);
  }

  /** Answers the requests for tokens, including those that wait. */
  public void giveTokens() {
    tokens.countDown();
  }

  /** Expires the current access token and issues another from now on. */
  public void expireToken() {
    valid.set(generation.incrementAndGet());
  }

  @Override
  public void close() {
    closing.countDown();
    tokens.countDown();
    try {
      server.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    threads.shutdownNow();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        threads.execute(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  /** Serves one request per connection; the answer says Connection: close. */
  private void serve(Socket socket) {
    try (socket) {
      Request request = read(socket.getInputStream());
      if (request != null) {
        requests.add(request);
        answer(socket, request);
      }
    } catch (IOException gone) {
      // The client has closed the connection.
    }
  }

  private void answer(Socket socket, Request request) throws IOException {
    switch (request.path()) {
      case "/sns/jscode2session" -> login(socket, request);
      case "/cgi-bin/stable_token" -> token(socket, request);
      case "/wxa/business/getuserphonenumber" -> withToken(socket, request, this::phone);
      case "/wxa/msg_sec_check" -> withToken(socket, request, WeChatStandIn::text);
      case "/wxa/media_check_async" -> withToken(socket, request, WeChatStandIn::image);
      case "/cgi-bin/message/subscribe/send" -> {
        if (request.body().path("touser").asText().startsWith("oSilent")) {
          linger(socket);
        } else {
          withToken(socket, request, WeChatStandIn::message);
        }
      }
      default -> send(socket, 404, "{\"errcode\":40066,\"errmsg\":\"invalid url\"}");
    }
  }

  private void login(Socket socket, Request request) throws IOException {
    Map<String, String> query = request.query();
    if (!request.method().equals("GET")
        || !"authorization_code".equals(query.get("grant_type"))
        || !query.containsKey("js_code")) {
      send(socket, 200, "{\"errcode\":40002,\"errmsg\":\"invalid grant_type\"}");
    } else if (!APP_ID.equals(query.get("appid"))) {
      send(socket, 200, "{\"errcode\":40013,\"errmsg\":\"invalid appid\"}");
    } else if (!SECRET.equals(query.get("secret"))) {
      send(socket, 200, "{\"errcode\":40125,\"errmsg\":\"invalid appsecret\"}");
    } else {
      code(socket, query.get("js_code"));
    }
  }

  private void code(Socket socket, String code) throws IOException {
    String[] parts = code.split("~", -1);
    Scenario scenario = scenario(parts[0]);
    String who = parts.length > 1 ? parts[1] : "oNobody";
    boolean success = scenario == Scenario.OK || scenario == Scenario.OK_ZERO;
    boolean first = used.add(code);
    if (success && !first) {
      send(socket, 200, "{\"errcode\":40163,\"errmsg\":\"code been used\"}");
      return;
    }
    String body = scenario.body.formatted(who);
    String good = Scenario.OK.body.formatted(who);
    OutputStream out = socket.getOutputStream();
    switch (scenario) {
      case BUSY_ONCE -> send(socket, 200, first ? Scenario.BUSY.body : good);
      case STATUS_500 -> send(socket, 500, body);
      case STATUS_502 -> send(socket, 502, body);
      case BYTES -> {
        head(out, 200, "Content-Length: 4\r\n");
        out.write(new byte[] {'{', (byte) 0xFF, (byte) 0xFE, '}'});
      }
      case REDIRECT -> head(out, 302, "Location: " + baseUrl() + "/elsewhere\r\n");
      case OVERSIZED -> {
        String large = "{\"openid\":\"" + who + "\",\"x\":\"" + "x".repeat(1_000_000) + "\"}";
        send(socket, 200, large);
      }
      case ENDLESS -> {
        head(out, 200, "Transfer-Encoding: chunked\r\n");
        while (!server.isClosed()) {
          out.write(("1000\r\n" + " ".repeat(0x1000) + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
      }
      case SILENT -> linger(socket);
      case SLOW -> {
        head(out, 200, "Content-Length: " + good.length() + "\r\n");
        linger(socket);
      }
      case DRIBBLE -> {
        head(out, 200, "Content-Length: " + good.length() + "\r\n");
        for (byte one : good.getBytes(StandardCharsets.UTF_8)) {
          out.write(one);
          out.flush();
          if (closes(200)) {
            return;
          }
        }
      }
      case HALF -> {
        head(out, 200, "Content-Length: " + good.length() + "\r\n");
        out.write(good.substring(0, 10).getBytes(StandardCharsets.UTF_8));
      }
      case HALF_CLOSED -> {
        head(out, 200, "Content-Length: " + good.length() + "\r\n");
        out.write(good.substring(0, 10).getBytes(StandardCharsets.UTF_8));
        out.flush();
        socket.shutdownOutput();
        linger(socket);
      }
      case CLOSED -> {}
      case NOISE -> out.write("\u0001\u0002 what?\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      case OK,
          OK_ZERO,
          BAD_CODE,
          BLOCKED,
          MINUTE,
          DAY,
          BUSY,
          UNHEARD,
          ODD_ERROR,
          NOBODY,
          ODD_OPENID,
          HOSTILE_OPENID,
          LIST,
          HTML,
          EMPTY,
          CUT_JSON ->
          send(socket, 200, body);
    }
  }

  private static Scenario scenario(String name) {
    for (Scenario one : Scenario.values()) {
      if (one.name().equals(name)) {
        return one;
      }
    }
    return Scenario.BAD_CODE;
  }

  private void token(Socket socket, Request request) throws IOException {
    JsonNode body = request.body();
    if (!"client_credential".equals(body.path("grant_type").asText())) {
      send(socket, 200, "{\"errcode\":40002,\"errmsg\":\"invalid grant_type\"}");
    } else if (!APP_ID.equals(body.path("appid").asText())) {
      send(socket, 200, "{\"errcode\":40013,\"errmsg\":\"invalid appid\"}");
    } else if (!SECRET.equals(body.path("secret").asText())) {
      send(socket, 200, "{\"errcode\":40125,\"errmsg\":\"invalid appsecret\"}");
    } else {
      try {
        tokens.await();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      if (body.path("force_refresh").asBoolean()) {
        generation.set(valid.get());
      }
      send(
          socket,
          200,
          "{\"access_token\":\"" + TOKEN_MARK + generation.get() + "\",\"expires_in\":7200}");
    }
  }

  @FunctionalInterface
  private interface Answer {
    String to(JsonNode body);
  }

  private void withToken(Socket socket, Request request, Answer answer) throws IOException {
    String shown = request.query().get("access_token");
    if (shown == null || request.body().has("access_token")) {
      send(socket, 200, "{\"errcode\":47001,\"errmsg\":\"data format error\"}");
    } else if (!shown.equals(TOKEN_MARK + valid.get())) {
      send(socket, 200, "{\"errcode\":40001,\"errmsg\":\"invalid credential\"}");
    } else {
      send(socket, 200, answer.to(request.body()));
    }
  }

  /** Answers a telephone number; a code is {@code OK~13800138000} or an error scenario. */
  private String phone(JsonNode body) {
    String[] parts = body.path("code").asText().split("~", -1);
    Scenario scenario = scenario(parts[0]);
    if (scenario != Scenario.OK) {
      return scenario.body.formatted("x");
    }
    if (!used.add(body.path("code").asText())) {
      return "{\"errcode\":40163,\"errmsg\":\"code been used\"}";
    }
    boolean abroad = parts[1].startsWith("+");
    return """
        {"errcode":0,"errmsg":"ok","phone_info":{"phoneNumber":"%s","purePhoneNumber":"%s",\
        "countryCode":"%s","watermark":{"timestamp":1637744274,"appid":"%s"}}}"""
        .formatted(
            parts[1],
            abroad ? parts[1].substring(2) : parts[1],
            abroad ? parts[1].substring(1, 2) : "86",
            APP_ID);
  }

  /** Answers a moderation result that the text selects, or an error. */
  private static String text(JsonNode body) {
    String content = body.path("content").asText();
    if (body.path("version").asInt() != 2 || !body.path("scene").isInt()) {
      return "{\"errcode\":47001,\"errmsg\":\"data format error\"}";
    }
    if (body.path("openid").asText().startsWith("oAway")) {
      return "{\"errcode\":61010,\"errmsg\":\"code is expired\"}";
    }
    if (content.length() > 2500) {
      return "{\"errcode\":45002,\"errmsg\":\"content size out of limit\"}";
    }
    String suggest =
        content.contains("[risky]") ? "risky" : content.contains("[review]") ? "review" : "pass";
    return """
        {"errcode":0,"errmsg":"ok","result":{"suggest":"%s","label":%d},\
        "detail":[{"strategy":"content_model","errcode":0,"suggest":"%s","label":100,"prob":90}],\
        "trace_id":"60ae120f-371d5872-7941a05b"}"""
        .formatted(suggest, suggest.equals("pass") ? 100 : 20006, suggest);
  }

  private static String image(JsonNode body) {
    return body.path("openid").asText().startsWith("oAway")
        ? "{\"errcode\":61010,\"errmsg\":\"code is expired\"}"
        : "{\"errcode\":0,\"errmsg\":\"ok\",\"trace_id\":\"967e945cd8a3e458f3c74dcb886068e9\"}";
  }

  /** Answers a subscribe message; the recipient selects the behaviour. */
  private static String message(JsonNode body) {
    String user = body.path("touser").asText();
    if (user.startsWith("oRefused")) {
      return "{\"errcode\":43101,\"errmsg\":\"user refuse to accept the msg\"}";
    }
    if (user.startsWith("oBusy")) {
      return Scenario.BUSY.body;
    }
    if (!user.startsWith("o")) {
      return "{\"errcode\":40003,\"errmsg\":\"invalid openid\"}";
    }
    if (!body.path("template_id").asText().startsWith("template-")) {
      return "{\"errcode\":40037,\"errmsg\":\"invalid template_id\"}";
    }
    if (body.path("page").asText().startsWith("/")) {
      return "{\"errcode\":41030,\"errmsg\":\"invalid page\"}";
    }
    for (Map.Entry<String, JsonNode> field : body.path("data").properties()) {
      String value = field.getValue().path("value").asText();
      if (!fits(field.getKey().replaceAll("[0-9]+$", ""), value)) {
        return "{\"errcode\":47003,\"errmsg\":\"argument invalid! data.%s\"}"
            .formatted(field.getKey());
      }
    }
    return "{\"errcode\":0,\"errmsg\":\"ok\",\"msgid\":2026}";
  }

  private static boolean fits(String type, String value) {
    return switch (type) {
      case "thing" -> !value.isEmpty() && value.length() <= 20;
      case "phrase" -> value.matches("\\p{IsHan}{1,5}");
      case "character_string" -> value.matches("[!-~]{1,32}");
      case "name" -> value.matches("\\p{IsHan}{1,10}|[A-Za-z]{1,20}");
      case "amount" -> value.matches("[¥￥]?[0-9]{1,10}(\\.[0-9]+)?元?");
      case "number" -> value.matches("[0-9]{1,32}");
      case "date", "time" -> value.matches("[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日( [0-9]{2}:[0-9]{2})?");
      default -> false;
    };
  }

  private static void send(Socket socket, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    OutputStream out = socket.getOutputStream();
    head(out, status, "Content-Length: " + bytes.length + "\r\n");
    out.write(bytes);
    out.flush();
  }

  private static void head(OutputStream out, int status, String headers) throws IOException {
    String head =
        "HTTP/1.1 "
            + status
            + " -\r\nContent-Type: text/plain\r\nConnection: close\r\n"
            + headers
            + "\r\n";
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** Waits until the client closes the connection or the stand-in closes. */
  private static void linger(Socket socket) throws IOException {
    socket.setSoTimeout(60_000);
    int end = socket.getInputStream().read();
    while (end >= 0) {
      end = socket.getInputStream().read();
    }
  }

  private boolean closes(long millis) {
    try {
      return closing.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private Request read(InputStream raw) throws IOException {
    BufferedInputStream in = new BufferedInputStream(raw);
    String line = line(in);
    if (line.isEmpty()) {
      return null;
    }
    String[] parts = line.split(" ", -1);
    int length = 0;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(15).strip());
      }
    }
    byte[] body = in.readNBytes(length);
    String[] target = parts[1].split("\\?", 2);
    Map<String, String> query = new HashMap<>();
    if (target.length > 1) {
      for (String pair : target[1].split("&", -1)) {
        String[] sides = pair.split("=", 2);
        query.put(sides[0], URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
      }
    }
    return new Request(
        parts[0], target[0], query, length == 0 ? json.nullNode() : json.readTree(body));
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int one = in.read(); one >= 0 && one != '\n'; one = in.read()) {
      if (one != '\r') {
        line.append((char) one);
      }
    }
    return line.toString();
  }
}
