package org.microwish.wechat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.health.api.Wellness;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Speaks to WeChat with the JDK's HTTP client. Addresses hold the secret or a token, so neither
 * they nor anything that may quote them is ever logged or thrown.
 */
@ApplicationScoped
public class WeChatClient implements WeChat {

  /** Far more than any answer has. */
  private static final int MAX_ANSWER = 64 * 1024;

  /** As long as the column and header that a token ever stands in. */
  private static final int MAX_TOKEN = 512;

  /** A token is fetched anew this long before its end. */
  private static final Duration TOKEN_MARGIN = Duration.ofMinutes(5);

  /** After a failed fetch of the token, everybody is told of that one for so long. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Pattern OPENID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,15}");

  private static final Logger LOG = Logger.getLogger(WeChatClient.class);

  /**
   * The program's token.
   *
   * @param end {@link System#nanoTime} when it is no longer used
   */
  private record Token(String text, long end) {}

  /**
   * Why there was no token a moment ago.
   *
   * @param end {@link System#nanoTime} when it is worth another try
   */
  private record Failure(WeChatResult<Token> answer, long end) {}

  private final WeChatConfig config;
  private final WeChatHealth health;
  private final URI base;
  private final HttpClient http;
  private final Semaphore free;
  private final ObjectMapper json = new ObjectMapper();
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile Token token;
  private volatile Failure failure;

  WeChatClient(WeChatConfig config, @Wellness WeChatHealth health) {
    this.config = config;
    this.health = health;
    this.base = checked(config.baseUrl());
    this.free = new Semaphore(config.maxConcurrent());
    // No redirects: they would carry the secret to where they point.
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(config.connectTimeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  @PreDestroy
  void close() {
    http.shutdownNow();
  }

  private static URI checked(URI base) {
    boolean secure = "https".equals(base.getScheme()) && base.getHost() != null;
    boolean here = "http".equals(base.getScheme()) && LOOPBACK.contains(base.getHost());
    if (!secure && !here) {
      throw new IllegalArgumentException(
          "microwish.wechat.base-url must be https, or http on this machine's loopback");
    }
    return base;
  }

  @Override
  public WeChatResult<WeChatUser> login(String code) {
    if (config.appId().isEmpty() || config.secret().isEmpty()) {
      return refused("code2Session", WeChatRefusal.MISCONFIGURED, 0);
    }
    String query =
        "/sns/jscode2session?appid=%s&secret=%s&js_code=%s&grant_type=authorization_code"
            .formatted(encode(config.appId().get()), encode(config.secret().get()), encode(code));
    WeChatResult<JsonNode> answer = twiceIfBusy("code2Session", () -> get("code2Session", query));
    return read("code2Session", answer, WeChatClient::user);
  }

  private static Optional<WeChatUser> user(JsonNode answer) {
    JsonNode openid = answer.path("openid");
    if (!openid.isTextual() || !OPENID.matcher(openid.textValue()).matches()) {
      return Optional.empty();
    }
    JsonNode unionid = answer.path("unionid");
    return Optional.of(
        new WeChatUser(
            openid.textValue(),
            unionid.isTextual() && OPENID.matcher(unionid.textValue()).matches()
                ? Optional.of(unionid.textValue())
                : Optional.empty()));
  }

  @Override
  public WeChatResult<WeChatPhone> phone(String code) {
    ObjectNode body = json.createObjectNode().put("code", code);
    return read(
        "getuserphonenumber",
        withToken("getuserphonenumber", "/wxa/business/getuserphonenumber", body),
        this::phoneOf);
  }

  private Optional<WeChatPhone> phoneOf(JsonNode answer) {
    JsonNode phone = answer.path("phone_info");
    JsonNode number = phone.path("purePhoneNumber");
    JsonNode country = phone.path("countryCode");
    JsonNode appId = phone.path("watermark").path("appid");
    if (!number.isTextual()
        || !DIGITS.matcher(number.textValue()).matches()
        || !DIGITS.matcher(country.asText()).matches()
        || (appId.isTextual() && !appId.textValue().equals(config.appId().orElse(null)))) {
      return Optional.empty();
    }
    return Optional.of(new WeChatPhone(country.asText(), number.textValue()));
  }

  @Override
  public WeChatResult<TextVerdict> checkText(TextCheck text) {
    ObjectNode body =
        json.createObjectNode()
            .put("content", text.content())
            .put("version", 2)
            .put("scene", text.scene().number)
            .put("openid", text.openid());
    if (text.title() != null) {
      body.put("title", text.title());
    }
    return read(
        "msg_sec_check",
        withToken("msg_sec_check", "/wxa/msg_sec_check", body),
        WeChatClient::verdict);
  }

  private static Optional<TextVerdict> verdict(JsonNode answer) {
    JsonNode result = answer.path("result");
    for (TextVerdict.Suggestion one : TextVerdict.Suggestion.values()) {
      if (one.name().toLowerCase(Locale.ROOT).equals(result.path("suggest").asText())) {
        return Optional.of(
            new TextVerdict(one, result.path("label").asInt(), answer.path("trace_id").asText()));
      }
    }
    return Optional.empty();
  }

  @Override
  public WeChatResult<String> checkImage(ImageCheck image) {
    ObjectNode body =
        json.createObjectNode()
            .put("media_url", image.url())
            .put("media_type", 2)
            .put("version", 2)
            .put("scene", image.scene().number)
            .put("openid", image.openid());
    return read(
        "media_check_async",
        withToken("media_check_async", "/wxa/media_check_async", body),
        answer ->
            answer.path("trace_id").isTextual()
                ? Optional.of(answer.path("trace_id").textValue())
                : Optional.empty());
  }

  /** Posts with the program's token; with a new one, once, where WeChat says it is not good. */
  private WeChatResult<JsonNode> withToken(String call, String path, ObjectNode body) {
    WeChatResult<Token> first = token(null);
    WeChatResult<JsonNode> answer = first.then(good -> post(call, path, good, body));
    if (first instanceof WeChatResult.Done<Token> used
        && answer instanceof WeChatResult.Done<JsonNode> done
        && isTokenRefused(errcode(done.value()))) {
      return token(used.value()).then(good -> post(call, path, good, body));
    }
    return answer;
  }

  private WeChatResult<JsonNode> post(String call, String path, Token good, ObjectNode body) {
    String address = path + "?access_token=" + encode(good.text());
    return twiceIfBusy(call, () -> send(call, request(address).POST(content(body)).build()));
  }

  /** Invalid, expired, illegal. */
  private static boolean isTokenRefused(int code) {
    return code == 40001 || code == 42001 || code == 40014;
  }

  /**
   * The program's token; fetched anew when there is none, when its end is near, or when it is the
   * one that was refused. One thread fetches, the others wait for it, no longer than for a call of
   * their own; when it fails they are told so too, and do not try one after the other.
   */
  private WeChatResult<Token> token(Token refused) {
    Token now = token;
    if (isGood(now, refused)) {
      return new WeChatResult.Done<>(now);
    }
    Failure before = failure;
    if (isRecent(before)) {
      return before.answer();
    }
    if (!awaitsTurn()) {
      return unavailable("stable_token", "another thread still waits for it");
    }
    try {
      if (isGood(token, refused)) {
        return new WeChatResult.Done<>(token);
      }
      Failure last = failure;
      if (isRecent(last)) {
        return last.answer();
      }
      WeChatResult<Token> fetched = fetch(false);
      // Repeats give the same token while it lives; WeChat has to be told that it must not.
      if (refused != null
          && fetched instanceof WeChatResult.Done<Token> done
          && done.value().text().equals(refused.text())) {
        fetched = fetch(true);
      }
      if (fetched instanceof WeChatResult.Done<Token> done) {
        token = done.value();
        failure = null;
      } else {
        failure = new Failure(fetched, System.nanoTime() + PAUSE.toNanos());
      }
      return fetched;
    } finally {
      fetching.unlock();
    }
  }

  private static boolean isRecent(Failure failure) {
    return failure != null && System.nanoTime() - failure.end() < 0;
  }

  private boolean awaitsTurn() {
    try {
      return fetching.tryLock(config.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean isGood(Token token, Token refused) {
    return token != null
        && System.nanoTime() - token.end() < 0
        && (refused == null || !token.text().equals(refused.text()));
  }

  private WeChatResult<Token> fetch(boolean force) {
    if (config.appId().isEmpty() || config.secret().isEmpty()) {
      return refused("stable_token", WeChatRefusal.MISCONFIGURED, 0);
    }
    ObjectNode body =
        json.createObjectNode()
            .put("grant_type", "client_credential")
            .put("appid", config.appId().get())
            .put("secret", config.secret().get())
            .put("force_refresh", force);
    long now = System.nanoTime();
    WeChatResult<JsonNode> answer =
        twiceIfBusy(
            "stable_token",
            () ->
                send("stable_token", request("/cgi-bin/stable_token").POST(content(body)).build()));
    return read(
        "stable_token",
        answer,
        found -> {
          JsonNode text = found.path("access_token");
          long seconds = found.path("expires_in").asLong();
          return text.isTextual()
                  && !text.textValue().isEmpty()
                  && text.textValue().length() <= MAX_TOKEN
                  && seconds > 0
              ? Optional.of(new Token(text.textValue(), now + life(seconds).toNanos()))
              : Optional.empty();
        });
  }

  /** Less the margin; of a token that has less left than that, a second for this call. */
  private static Duration life(long seconds) {
    Duration whole = Duration.ofSeconds(Math.min(seconds, 7200));
    return whole.compareTo(TOKEN_MARGIN) > 0 ? whole.minus(TOKEN_MARGIN) : Duration.ofSeconds(1);
  }

  @FunctionalInterface
  private interface Call {
    WeChatResult<JsonNode> make();
  }

  /** WeChat asks for a repeat when it is busy: then nothing was done, and a code is still good. */
  private static WeChatResult<JsonNode> twiceIfBusy(String name, Call call) {
    WeChatResult<JsonNode> answer = call.make();
    if (answer instanceof WeChatResult.Done<JsonNode> done && errcode(done.value()) == -1) {
      LOG.debugf("WeChat is busy: %s is made once more", name);
      return call.make();
    }
    return answer;
  }

  private WeChatResult<JsonNode> get(String call, String address) {
    return send(call, request(address).GET().build());
  }

  private HttpRequest.Builder request(String address) {
    String root = base.toString().replaceFirst("/+$", "");
    return HttpRequest.newBuilder(URI.create(root + address))
        .timeout(config.timeout())
        .header("Accept", "application/json")
        .header("Content-Type", "application/json; charset=utf-8");
  }

  private static HttpRequest.BodyPublisher content(ObjectNode body) {
    return HttpRequest.BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8);
  }

  /** The answer as JSON, whatever its errcode; UNAVAILABLE where there is none to be had. */
  private WeChatResult<JsonNode> send(String call, HttpRequest request) {
    if (!free.tryAcquire()) {
      return unavailable(call, "too many calls under way");
    }
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER));
    try {
      // The client's own timeout ends with the answer's head; this one with its last byte.
      HttpResponse<byte[]> got = answer.get(config.timeout().toMillis(), TimeUnit.MILLISECONDS);
      if (got.statusCode() != 200) {
        return unavailable(call, "HTTP status " + got.statusCode());
      }
      JsonNode read = json.readTree(new String(got.body(), StandardCharsets.UTF_8));
      return read.isObject()
          ? new WeChatResult.Done<>(read)
          : unavailable(call, "an answer that is no JSON object");
    } catch (TimeoutException slow) {
      return unavailable(call, "no answer in time");
    } catch (JsonProcessingException garbage) {
      return unavailable(call, "an answer that is no JSON");
    } catch (ExecutionException failed) {
      // The message may quote the address; the class says enough.
      return unavailable(call, failed.getCause().getClass().getSimpleName());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return unavailable(call, "interrupted");
    } finally {
      answer.cancel(true);
      free.release();
    }
  }

  private static <T> WeChatResult<T> unavailable(String call, String why) {
    LOG.warnf("WeChat %s: %s", call, why);
    return new WeChatResult.Refused<>(WeChatRefusal.UNAVAILABLE, 0);
  }

  private <T> WeChatResult<T> read(
      String call, WeChatResult<JsonNode> answer, Function<JsonNode, Optional<T>> reader) {
    return answer.then(
        found -> {
          int code = errcode(found);
          if (code != 0) {
            return refused(call, reason(code), code);
          }
          health.works();
          Optional<T> value = reader.apply(found);
          if (value.isPresent()) {
            return new WeChatResult.Done<>(value.get());
          }
          LOG.warnf("WeChat %s: an answer without what was asked for", call);
          return new WeChatResult.Refused<>(WeChatRefusal.UNAVAILABLE, 0);
        });
  }

  /** Success may leave it out. One that is no number is as good as none that is known. */
  private static int errcode(JsonNode answer) {
    JsonNode code = answer.path("errcode");
    return code.isMissingNode() ? 0 : code.isInt() ? code.intValue() : Integer.MIN_VALUE;
  }

  private <T> WeChatResult<T> refused(String call, WeChatRefusal reason, int code) {
    switch (reason) {
      case MISCONFIGURED -> {
        health.isMisconfigured(code);
        LOG.errorf(
            "WeChat %s: the program's id, secret or address is not right (errcode %d); see"
                + " microwish.wechat",
            call, code);
      }
      case UNAVAILABLE, THROTTLED, BAD_REQUEST -> LOG.warnf("WeChat %s: errcode %d", call, code);
      case BAD_CODE, USER_BLOCKED, NOT_RECENT -> LOG.debugf("WeChat %s: errcode %d", call, code);
    }
    return new WeChatResult.Refused<>(reason, code);
  }

  private static WeChatRefusal reason(int code) {
    return switch (code) {
      case 40029, 40163 -> WeChatRefusal.BAD_CODE;
      case 40226 -> WeChatRefusal.USER_BLOCKED;
      case 45009, 45011 -> WeChatRefusal.THROTTLED;
      case 61010, 40003 -> WeChatRefusal.NOT_RECENT;
      // Id, secret, address not on the list, waiting for the list's owner, program frozen.
      case 40013, 40125, 40164, 41002, 41004, 89503, 89506, 89507, 50002 ->
          WeChatRefusal.MISCONFIGURED;
      case 41001, 43002, 44002, 45002, 47001 -> WeChatRefusal.BAD_REQUEST;
      default -> WeChatRefusal.UNAVAILABLE;
    };
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
