package org.microwish.wechat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.health.api.Wellness;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.microwish.platform.net.OutgoingUrls;
import org.microwish.wechat.WeChatApi.Answer;
import org.microwish.wechat.WeChatResult.Done;
import org.microwish.wechat.WeChatResult.Refused;

/**
 * Calls WeChat: caches the mini-program's access token, limits the time and number of calls, and
 * converts error codes to results. URLs contain the secret or a token, so neither URLs nor
 * exceptions that may quote one are logged or thrown. Longer than 400 lines because all calls share
 * the access token and the limits.
 */
@ApplicationScoped
public class WeChatClient implements WeChat {

  /** Maximum response length in characters, far above any expected response. */
  private static final int MAX_ANSWER = 64 * 1024;

  /** The maximum length of an access token: that of the longest token that WeChat documents. */
  private static final int MAX_TOKEN = 512;

  /** A token is renewed this long before it expires. */
  private static final Duration TOKEN_MARGIN = Duration.ofMinutes(5);

  /**
   * The errcode with which WeChat asks for a retry: it has done nothing, and a code in the request
   * is still valid.
   */
  private static final int BUSY = -1;

  /** The errcodes that say that the access token is invalid, expired or malformed. */
  private static final Set<Integer> TOKEN_REFUSED = Set.of(40001, 42001, 40014);

  private static final Pattern OPENID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,15}");

  private static final Logger LOG = Logger.getLogger(WeChatClient.class);

  /**
   * The mini-program's access token.
   *
   * @param end {@link System#nanoTime} after which it is no longer used
   */
  private record Token(String text, long end) {}

  private final WeChatConfig config;
  private final WeChatHealth health;
  private final WeChatApi api;
  private final Semaphore free;

  /** Strict: does not convert numbers to texts or texts to numbers. */
  private final ObjectMapper json =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              coercion -> coercion.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail))
          .build();

  /** The last fetch of the token, which may still be running. */
  private final AtomicReference<CompletableFuture<WeChatResult<Token>>> token =
      new AtomicReference<>(
          CompletableFuture.completedFuture(new Refused<>(WeChatRefusal.UNAVAILABLE, 0)));

  WeChatClient(WeChatConfig config, @Wellness WeChatHealth health) {
    this.config = config;
    this.health = health;
    this.free = new Semaphore(config.maxConcurrent());
    this.api =
        QuarkusRestClientBuilder.newBuilder()
            .baseUri(checked(config.baseUrl()))
            .connectTimeout(config.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
            .readTimeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
            // A redirect could send the secret or a token to another server.
            .followRedirects(false)
            .disableDefaultMapper(true)
            .build(WeChatApi.class);
  }

  @PreDestroy
  void close() {
    api.close();
  }

  private static URI checked(URI base) {
    if (!OutgoingUrls.isSecure(base)) {
      throw new IllegalArgumentException(
          "microwish.wechat.base-url must be https, or http on this machine's loopback");
    }
    return base;
  }

  @Override
  public WeChatResult<WeChatUser> login(String code) {
    if (config.appId().isEmpty() || config.secret().isEmpty()) {
      return new Refused<>(WeChatRefusal.NOT_CONFIGURED, 0);
    }
    return call(
        "code2Session",
        () ->
            api.code2Session(
                config.appId().get(), config.secret().get(), code, "authorization_code"),
        WeChatApi.LoginAnswer.class,
        answer ->
            Optional.ofNullable(answer.openid())
                .filter(openid -> OPENID.matcher(openid).matches())
                .map(
                    openid ->
                        new WeChatUser(
                            openid,
                            Optional.ofNullable(answer.unionid())
                                .filter(unionid -> OPENID.matcher(unionid).matches()))));
  }

  @Override
  public WeChatResult<WeChatPhone> phone(String code) {
    return callWithToken(
        "getuserphonenumber",
        good -> api.phoneNumber(good, new WeChatApi.PhoneRequest(code)),
        WeChatApi.PhoneAnswer.class,
        answer ->
            Optional.ofNullable(answer.phoneInfo())
                .filter(this::isOurs)
                .map(info -> new WeChatPhone(info.countryCode(), info.purePhoneNumber())));
  }

  private boolean isOurs(WeChatApi.Phone info) {
    return info.purePhoneNumber() != null
        && DIGITS.matcher(info.purePhoneNumber()).matches()
        && info.countryCode() != null
        && DIGITS.matcher(info.countryCode()).matches()
        && (info.watermark() == null
            || info.watermark().appid() == null
            || info.watermark().appid().equals(config.appId().orElse(null)));
  }

  @Override
  public WeChatResult<TextVerdict> checkText(TextCheck text) {
    var request =
        new WeChatApi.TextRequest(
            text.content(), 2, text.scene().number, text.openid(), text.title());
    return callWithToken(
        "msg_sec_check",
        good -> api.checkText(good, request),
        WeChatApi.TextAnswer.class,
        WeChatClient::verdict);
  }

  private static Optional<TextVerdict> verdict(WeChatApi.TextAnswer answer) {
    for (TextVerdict.Suggestion one : TextVerdict.Suggestion.values()) {
      if (answer.result() != null
          && one.name().toLowerCase(Locale.ROOT).equals(answer.result().suggest())) {
        return Optional.of(new TextVerdict(one, answer.result().label(), answer.traceId()));
      }
    }
    return Optional.empty();
  }

  @Override
  public WeChatResult<String> checkImage(ImageCheck image) {
    var request =
        new WeChatApi.MediaRequest(image.url(), 2, 2, image.scene().number, image.openid());
    return callWithToken(
        "media_check_async",
        good -> api.checkMedia(good, request),
        WeChatApi.MediaAnswer.class,
        answer -> Optional.ofNullable(answer.traceId()));
  }

  @Override
  public WeChatResult<String> send(SubscribeMessage message) {
    Map<String, WeChatApi.Value> data = new HashMap<>();
    message.values().forEach((field, value) -> data.put(field, new WeChatApi.Value(value)));
    var request =
        new WeChatApi.MessageRequest(
            message.openid(),
            message.template(),
            message.page(),
            data,
            config.miniprogramState(),
            "zh_CN");
    return callOnceWithToken(
        "subscribe/send",
        good -> api.send(good, request),
        WeChatApi.MessageAnswer.class,
        _ -> Optional.of(message.openid()));
  }

  private <A extends Answer, T> WeChatResult<T> callWithToken(
      String name,
      Function<String, Uni<RestResponse<String>>> request,
      Class<A> type,
      Function<A, Optional<T>> reader) {
    return repeatable(callOnceWithToken(name, request, type, reader));
  }

  /** Calls with the access token; if WeChat refuses the token, retries once with a new one. */
  private <A extends Answer, T> WeChatResult<T> callOnceWithToken(
      String name,
      Function<String, Uni<RestResponse<String>>> request,
      Class<A> type,
      Function<A, Optional<T>> reader) {
    return token(null)
        .then(
            first -> {
              WeChatResult<T> result =
                  callOnce(name, () -> request.apply(first.text()), type, reader);
              return result instanceof Refused<T>(WeChatRefusal _, int code)
                      && TOKEN_REFUSED.contains(code)
                  ? token(first)
                      .then(next -> callOnce(name, () -> request.apply(next.text()), type, reader))
                  : result;
            });
  }

  /**
   * Converts the refusal UNCONFIRMED to UNAVAILABLE, for calls that can be repeated even if WeChat
   * has processed the first one.
   */
  private static <T> WeChatResult<T> repeatable(WeChatResult<T> result) {
    return result instanceof Refused<T>(WeChatRefusal reason, int code)
            && reason == WeChatRefusal.UNCONFIRMED
        ? new Refused<>(WeChatRefusal.UNAVAILABLE, code)
        : result;
  }

  /**
   * Returns the access token, which is fetched again if it is about to expire or WeChat has refused
   * it. Callers that arrive during a fetch share its result. They get UNAVAILABLE after the timeout
   * of one call, because a fetch may take several calls.
   */
  private WeChatResult<Token> token(Token refused) {
    CompletableFuture<WeChatResult<Token>> next = new CompletableFuture<>();
    CompletableFuture<WeChatResult<Token>> shared =
        token.updateAndGet(last -> isUsable(last, refused) ? last : next);
    if (shared == next) {
      next.completeAsync(() -> fetch(refused), Runnable::run);
    }
    WeChatResult<Token> result =
        shared
            .copy()
            .completeOnTimeout(null, config.timeout().toNanos(), TimeUnit.NANOSECONDS)
            .join();
    return result == null ? unavailable("stable_token", "timeout of the token request") : result;
  }

  private static boolean isUsable(CompletableFuture<WeChatResult<Token>> last, Token refused) {
    return !last.isDone()
        || (!last.isCompletedExceptionally()
            && last.join() instanceof Done<Token>(Token known)
            && System.nanoTime() - known.end() < 0
            && !isSame(known, refused));
  }

  private static boolean isSame(Token known, Token refused) {
    return refused != null && known.text().equals(refused.text());
  }

  private WeChatResult<Token> fetch(Token refused) {
    WeChatResult<Token> fetched = fetch(false);
    // Unless force_refresh is set, WeChat returns the same token until it expires, even one that it
    // refuses.
    return fetched instanceof Done<Token>(Token same) && isSame(same, refused)
        ? fetch(true)
        : fetched;
  }

  private WeChatResult<Token> fetch(boolean force) {
    if (config.appId().isEmpty() || config.secret().isEmpty()) {
      return new Refused<>(WeChatRefusal.NOT_CONFIGURED, 0);
    }
    var request =
        new WeChatApi.TokenRequest(
            "client_credential", config.appId().get(), config.secret().get(), force);
    long now = System.nanoTime();
    return call(
        "stable_token",
        () -> api.stableToken(request),
        WeChatApi.TokenAnswer.class,
        answer ->
            Optional.ofNullable(answer.accessToken())
                .filter(text -> !text.isEmpty() && text.length() <= MAX_TOKEN)
                .filter(_ -> answer.expiresIn() > 0)
                .map(text -> new Token(text, now + life(answer.expiresIn()).toNanos())));
  }

  /**
   * Returns how long a token is used: its lifetime, at most two hours, less the margin; one second
   * if the lifetime is not longer than the margin.
   */
  private static Duration life(long seconds) {
    Duration whole = Duration.ofSeconds(Math.min(seconds, 7200));
    return whole.compareTo(TOKEN_MARGIN) > 0 ? whole.minus(TOKEN_MARGIN) : Duration.ofSeconds(1);
  }

  private <A extends Answer, T> WeChatResult<T> call(
      String name,
      Supplier<Uni<RestResponse<String>>> request,
      Class<A> type,
      Function<A, Optional<T>> reader) {
    return repeatable(callOnce(name, request, type, reader));
  }

  private <A extends Answer, T> WeChatResult<T> callOnce(
      String name,
      Supplier<Uni<RestResponse<String>>> request,
      Class<A> type,
      Function<A, Optional<T>> reader) {
    WeChatResult<A> answer = send(name, request, type);
    if (answer instanceof Done<A>(A first) && first.errcode() == BUSY) {
      answer = send(name, request, type);
    }
    return answer.then(
        found -> {
          if (found.errcode() != 0) {
            return refused(name, reason(found.errcode()), found.errcode());
          }
          health.works();
          Optional<T> value = reader.apply(found);
          return value.isPresent()
              ? new Done<>(value.get())
              : unconfirmed(name, "the response lacks the requested value");
        });
  }

  /**
   * Sends a request and returns the response, whatever its errcode; UNCONFIRMED if no valid
   * response arrives in time; UNAVAILABLE if the request was certainly not sent, because too many
   * calls are running or there is no connection.
   */
  private <A> WeChatResult<A> send(
      String name, Supplier<Uni<RestResponse<String>>> request, Class<A> type) {
    if (!free.tryAcquire()) {
      return unavailable(name, "too many concurrent calls");
    }
    try {
      // The client's own timeout ends with the response's headers; this one includes the body.
      RestResponse<String> answer = request.get().await().atMost(config.timeout());
      String text = answer.getEntity();
      if (answer.getStatus() != 200) {
        return unconfirmed(name, "HTTP status " + answer.getStatus());
      }
      if (text == null || text.length() > MAX_ANSWER) {
        return unconfirmed(name, "the response is empty or too long");
      }
      A read = json.readValue(text, type);
      return read == null ? unconfirmed(name, "the response is empty") : new Done<>(read);
    } catch (TimeoutException slow) {
      return unconfirmed(name, "timeout");
    } catch (JsonProcessingException garbage) {
      return unconfirmed(name, "the response is not the expected JSON");
    } catch (RuntimeException failed) {
      // The message may quote the URL, so only the class is logged.
      return isUnconnected(failed)
          ? unavailable(name, "no connection")
          : unconfirmed(name, failed.getClass().getSimpleName());
    } finally {
      free.release();
    }
  }

  private static boolean isUnconnected(Throwable failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
        return true;
      }
    }
    return false;
  }

  private static <T> WeChatResult<T> unconfirmed(String name, String why) {
    LOG.warnf("WeChat %s: %s", name, why);
    return new Refused<>(WeChatRefusal.UNCONFIRMED, 0);
  }

  private static <T> WeChatResult<T> unavailable(String name, String why) {
    LOG.warnf("WeChat %s: %s", name, why);
    return new Refused<>(WeChatRefusal.UNAVAILABLE, 0);
  }

  private <T> WeChatResult<T> refused(String name, WeChatRefusal reason, int code) {
    switch (reason) {
      case MISCONFIGURED -> {
        health.isMisconfigured(code);
        LOG.errorf(
            "WeChat %s: wrong AppID, AppSecret or IP address (errcode %d); see"
                + " microwish.wechat",
            name, code);
      }
      case UNAVAILABLE, UNCONFIRMED, THROTTLED, BAD_REQUEST ->
          LOG.warnf("WeChat %s: errcode %d", name, code);
      case BAD_CODE, USER_BLOCKED, NOT_RECENT, NO_CONSENT, NOT_CONFIGURED ->
          LOG.debugf("WeChat %s: errcode %d", name, code);
    }
    return new Refused<>(reason, code);
  }

  private static WeChatRefusal reason(int code) {
    return switch (code) {
      case 40029, 40163 -> WeChatRefusal.BAD_CODE;
      case 40226 -> WeChatRefusal.USER_BLOCKED;
      case 45009, 45011 -> WeChatRefusal.THROTTLED;
      case 61010, 40003 -> WeChatRefusal.NOT_RECENT;
      case 43101 -> WeChatRefusal.NO_CONSENT;
      // The AppID or secret is wrong, the IP address is not allowed or awaits approval, or the
      // mini-program is frozen.
      case 40013, 40125, 40164, 41002, 41004, 89503, 89506, 89507, 50002 ->
          WeChatRefusal.MISCONFIGURED;
      case 40037, 41001, 41030, 43002, 44002, 45002, 47001, 47003 -> WeChatRefusal.BAD_REQUEST;
      default -> WeChatRefusal.UNAVAILABLE;
    };
  }
}
