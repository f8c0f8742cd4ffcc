package org.microwish.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.microwish.problem.ProblemException;
import org.microwish.testing.WeChatStandIn;
import org.microwish.testing.WeChatStandIn.Scenario;
import org.microwish.wechat.WeChatResult.Done;
import org.microwish.wechat.WeChatResult.Refused;

/** Tests the client against the WeChat stand-in, in all scenarios. */
@Tag("database")
@QuarkusTest
class WeChatClientTest {

  private static final List<String> LOGGERS =
      List.of("org.microwish.wechat", "org.jboss.resteasy.reactive", "io.quarkus.rest", "io.vertx");

  /** Timeout of calls in tests whose WeChat does not answer. */
  private static final Duration SHORT = Duration.ofMillis(700);

  /** Timeout of calls in tests whose WeChat answers; long enough for a busy machine. */
  private static final Duration LONG = Duration.ofMinutes(1);

  private volatile Duration timeout = LONG;

  private final WeChatStandIn standIn = new WeChatStandIn();
  private final Settings settings =
      new Settings(
          URI.create(standIn.baseUrl()), Optional.of(WeChatStandIn.SECRET), 8, () -> timeout);
  private final WeChatHealth health = new WeChatHealth(settings);
  private final WeChatClient weChat = new WeChatClient(settings, health);
  private final Log log = new Log();

  private record Settings(
      URI baseUrl, Optional<String> secret, int maxConcurrent, Supplier<Duration> limit)
      implements WeChatConfig {

    Settings(String baseUrl, String secret, int maxConcurrent) {
      this(URI.create(baseUrl), Optional.ofNullable(secret), maxConcurrent, () -> LONG);
    }

    @Override
    public Optional<String> appId() {
      return Optional.of(WeChatStandIn.APP_ID);
    }

    @Override
    public String miniprogramState() {
      return "trial";
    }

    @Override
    public Duration connectTimeout() {
      return LONG;
    }

    @Override
    public Duration timeout() {
      return limit.get();
    }
  }

  /** Collects all log lines, including those of the libraries under the client. */
  private static final class Log extends Handler {
    private final List<String> lines = new ArrayList<>();

    @Override
    public synchronized void publish(LogRecord record) {
      lines.add(
          record.getMessage()
              + List.of(record.getParameters() == null ? new Object[0] : record.getParameters())
              + record.getThrown());
    }

    synchronized String text() {
      return String.join("\n", lines);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() {
    log.setLevel(Level.ALL);
    for (String name : LOGGERS) {
      Logger.getLogger(name).setLevel(Level.ALL);
      Logger.getLogger(name).addHandler(log);
    }
  }

  @AfterEach
  void nothingSecretIsLogged() {
    weChat.close();
    standIn.close();
    for (String name : LOGGERS) {
      Logger.getLogger(name).removeHandler(log);
      Logger.getLogger(name).setLevel(null);
    }
    assertThat(log.text()).doesNotContain("MARKED", "secret=", "access_token=");
  }

  /** Expected refusal of each scenario; scenarios without one succeed. */
  private static final Map<Scenario, WeChatRefusal> REFUSALS = new EnumMap<>(Scenario.class);

  static {
    for (Scenario one : Scenario.values()) {
      REFUSALS.put(one, WeChatRefusal.UNAVAILABLE);
    }
    REFUSALS.put(Scenario.BAD_CODE, WeChatRefusal.BAD_CODE);
    REFUSALS.put(Scenario.BLOCKED, WeChatRefusal.USER_BLOCKED);
    REFUSALS.put(Scenario.MINUTE, WeChatRefusal.THROTTLED);
    REFUSALS.put(Scenario.DAY, WeChatRefusal.THROTTLED);
    List.of(Scenario.OK, Scenario.OK_ZERO, Scenario.BUSY_ONCE).forEach(REFUSALS::remove);
  }

  /** The timeout only ends a call that would otherwise hang. */
  @ParameterizedTest
  @EnumSource
  @Timeout(60)
  void everyLoginScenario_givesTheExpectedResult(Scenario scenario) {
    WeChatRefusal refusal = REFUSALS.get(scenario);
    timeout = refusal == WeChatRefusal.UNAVAILABLE ? SHORT : LONG;
    WeChatResult<WeChatUser> result = weChat.login(scenario + "~oAlice");
    if (refusal == null) {
      assertThat(result)
          .isInstanceOfSatisfying(
              Done.class,
              done -> assertThat(((WeChatUser) done.value()).openid()).isEqualTo("oAlice"));
    } else {
      assertThat(result)
          .isInstanceOfSatisfying(
              Refused.class, refused -> assertThat(refused.reason()).isEqualTo(refusal));
    }
    assertThat(result.toString()).doesNotContain("MARKED", "oAlice");
    assertThat(health.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
  }

  @Test
  void refusals_mapToProblems() {
    assertThat(problem(WeChatRefusal.BAD_CODE)).isEqualTo("WECHAT_CODE_REFUSED 400 -");
    assertThat(problem(WeChatRefusal.USER_BLOCKED)).isEqualTo("WECHAT_USER_BLOCKED 403 -");
    assertThat(problem(WeChatRefusal.THROTTLED)).isEqualTo("TOO_MANY_REQUESTS 429 60");
    assertThat(problem(WeChatRefusal.UNAVAILABLE)).isEqualTo("WECHAT_UNAVAILABLE 503 3");
    assertThat(problem(WeChatRefusal.MISCONFIGURED)).isEqualTo("WECHAT_UNAVAILABLE 503 60");
    assertThat(problem(WeChatRefusal.NOT_CONFIGURED)).isEqualTo("WECHAT_NOT_CONFIGURED 501 -");
    assertThat(problem(WeChatRefusal.BAD_REQUEST)).isEqualTo("WECHAT_UNAVAILABLE 503 60");
    assertThat(problem(WeChatRefusal.NOT_RECENT)).isEqualTo("WECHAT_UNAVAILABLE 503 60");
  }

  private static String problem(WeChatRefusal reason) {
    ProblemException problem = new Refused<>(reason, 0).problem();
    return problem.type()
        + " "
        + problem.type().status()
        + " "
        + problem.retryAfter().map(wait -> String.valueOf(wait.toSeconds())).orElse("-");
  }

  @Test
  void loginCode_canBeUsedOnce() {
    assertThat(weChat.login("OK~oAlice~1")).isInstanceOf(Done.class);
    assertThat(weChat.login("OK~oAlice~1")).isEqualTo(new Refused<>(WeChatRefusal.BAD_CODE, 40163));
    assertThat(weChat.login("OK_ZERO~oAlice~2").orThrow().unionid()).contains("u-oAlice");
  }

  @Test
  void loginCode_cannotInjectQueryParameters() {
    String hostile = "x&secret=1&appid=2#?/../\u0000 é";
    assertThat(weChat.login(hostile)).isEqualTo(new Refused<>(WeChatRefusal.BAD_CODE, 40029));
    assertThat(standIn.requests().getLast().query())
        .containsEntry("js_code", hostile)
        .containsEntry("appid", WeChatStandIn.APP_ID)
        .containsEntry("secret", WeChatStandIn.SECRET);
  }

  @Test
  void noRedirectIsFollowed() {
    assertThat(weChat.login("REDIRECT~oAlice")).isInstanceOf(Refused.class);
    assertThat(standIn.requests()).hasSize(1);
  }

  @Test
  void wrongSecret_turnsHealthDown_andIsNotLogged() {
    WeChatHealth bad = new WeChatHealth(settings);
    WeChatClient client = new WeChatClient(new Settings(standIn.baseUrl(), "MARKED-wrong", 8), bad);
    assertThat(client.login("OK~oAlice"))
        .isEqualTo(new Refused<>(WeChatRefusal.MISCONFIGURED, 40125));
    assertThat(bad.call().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
    assertThat(bad.call().getData().orElseThrow()).containsEntry("errcode", 40125L);
    assertThat(client.phone("OK~13800138000"))
        .isEqualTo(new Refused<>(WeChatRefusal.MISCONFIGURED, 40125));
    client.close();
    assertThat(log.text()).contains("40125").doesNotContain("MARKED");
  }

  @Test
  void withoutASecretNobodyLogsIn() {
    WeChatClient client = new WeChatClient(new Settings(standIn.baseUrl(), null, 8), health);
    assertThat(client.login("OK~oAlice")).isEqualTo(new Refused<>(WeChatRefusal.NOT_CONFIGURED, 0));
    assertThat(standIn.requests()).isEmpty();
    assertThat(health.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    client.close();
  }

  @Test
  void theSecretGoesToHttpsOrTheLoopbackOnly() {
    for (String url : List.of("http://api.weixin.qq.com", "ftp://127.0.0.1", "https:", "/x")) {
      assertThatThrownBy(() -> new WeChatClient(new Settings(url, "s", 1), health))
          .as(url)
          .isInstanceOf(IllegalArgumentException.class);
    }
    new WeChatClient(new Settings("https://api.weixin.qq.com", "s", 1), health).close();
  }

  @Test
  void unreachableWeChat_isUnavailable() {
    standIn.close();
    assertThat(weChat.login("OK~oAlice")).isEqualTo(new Refused<>(WeChatRefusal.UNAVAILABLE, 0));
  }

  @Test
  void phoneNumber_includesTheCountryCode() {
    assertThat(weChat.phone("OK~13800138000").orThrow().written()).isEqualTo("+86 13800138000");
    assertThat(weChat.phone("OK~+12025550123").orThrow().written()).isEqualTo("+1 2025550123");
    assertThat(weChat.phone("OK~13800138000"))
        .isEqualTo(new Refused<>(WeChatRefusal.BAD_CODE, 40163));
    assertThat(weChat.phone("BAD_CODE")).isEqualTo(new Refused<>(WeChatRefusal.BAD_CODE, 40029));
    assertThat(weChat.phone("OK~").toString()).contains("UNAVAILABLE");
    // All calls share one token, which is sent in the URL only.
    assertThat(standIn.requests())
        .filteredOn(request -> request.path().equals("/cgi-bin/stable_token"))
        .hasSize(1);
  }

  @Test
  void aRefusedTokenIsFetchedAnewOnceAndTheCallRepeated() {
    assertThat(weChat.phone("OK~13800138001")).isInstanceOf(Done.class);
    standIn.expireToken();
    assertThat(weChat.phone("OK~13800138002")).isInstanceOf(Done.class);
    assertThat(paths())
        .containsExactly("stable_token", "number", "number", "stable_token", "number");
    standIn.requests().clear();
    // WeChat returns the same token again until a refresh is forced.
    standIn.refuseToken();
    assertThat(weChat.phone("OK~13800138003")).isInstanceOf(Done.class);
    assertThat(paths()).containsExactly("number", "stable_token", "stable_token", "number");
    assertThat(standIn.requests().get(2).body().path("force_refresh").asBoolean()).isTrue();
  }

  private List<String> paths() {
    return standIn.requests().stream()
        .map(request -> request.path().replaceAll(".*/(getuserphone)?", ""))
        .toList();
  }

  @Test
  void manyCallsAtOnceFetchOneToken() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<WeChatResult<WeChatPhone>>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String code = "OK~1380013800" + i;
        calls.add(threads.submit(() -> weChat.phone(code)));
      }
      for (Future<WeChatResult<WeChatPhone>> call : calls) {
        assertThat(call.get()).isInstanceOf(Done.class);
      }
    }
    assertThat(standIn.requests())
        .filteredOn(request -> request.path().equals("/cgi-bin/stable_token"))
        .hasSize(1);
  }

  @Test
  void waitForAnotherTokenFetch_isLimitedToTheCallTimeout() throws Exception {
    standIn.holdTokens();
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<WeChatResult<WeChatPhone>> fetching =
          threads.submit(() -> weChat.phone("OK~1380013800"));
      Awaitility.await().until(() -> !standIn.requests().isEmpty());
      // New calls get a timeout of 50 ms; the running fetch keeps its long timeout.
      timeout = Duration.ofMillis(50);
      assertThat(weChat.phone("OK~1380013801"))
          .isEqualTo(new Refused<>(WeChatRefusal.UNAVAILABLE, 0));
      assertThat(fetching.isDone()).isFalse();
      timeout = LONG;
      standIn.giveTokens();
      assertThat(fetching.get()).isInstanceOf(Done.class);
    }
    assertThat(paths()).containsExactly("stable_token", "number");
  }

  @Test
  void aHangingWeChatHoldsNoMoreThreadsThanAllowed() throws Exception {
    timeout = Duration.ofSeconds(5);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        String code = "SILENT~o" + i;
        threads.execute(() -> weChat.login(code));
      }
      Awaitility.await().until(() -> standIn.requests().size() == 8);
      assertThat(weChat.login("OK~oAlice")).isInstanceOf(Refused.class);
      assertThat(standIn.requests()).hasSize(8);
    }
    timeout = LONG;
    assertThat(weChat.login("OK~oAlice")).isInstanceOf(Done.class);
  }

  @Test
  void textCheck_returnsTheVerdict() {
    assertThat(check("oAlice", "帮我换个灯泡").orThrow().suggestion())
        .isEqualTo(TextVerdict.Suggestion.PASS);
    assertThat(check("oAlice", "[review]").orThrow())
        .isEqualTo(
            new TextVerdict(TextVerdict.Suggestion.REVIEW, 20006, "60ae120f-371d5872-7941a05b"));
    assertThat(check("oAlice", "[risky]").orThrow().suggestion())
        .isEqualTo(TextVerdict.Suggestion.RISKY);
    assertThat(check("oAway1", "帮我换个灯泡")).isEqualTo(new Refused<>(WeChatRefusal.NOT_RECENT, 61010));
    // The text must be sent as characters, not as escapes, which WeChat does not decode.
    assertThat(standIn.requests().getLast().body().path("content").asText()).isEqualTo("帮我换个灯泡");
    assertThatThrownBy(() -> check("oAlice", "长".repeat(2501)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private WeChatResult<TextVerdict> check(String openid, String text) {
    return weChat.checkText(new TextCheck(CheckScene.SOCIAL_LOG, openid, text, "标题"));
  }

  @Test
  void imageCheck_returnsTheTraceId() {
    assertThat(
            weChat
                .checkImage(new ImageCheck(CheckScene.SOCIAL_LOG, "oAlice", "https://x.example/1"))
                .orThrow())
        .isEqualTo("967e945cd8a3e458f3c74dcb886068e9");
    assertThat(standIn.requests().getLast().body().path("media_type").asInt()).isEqualTo(2);
    assertThat(
            weChat.checkImage(
                new ImageCheck(CheckScene.SOCIAL_LOG, "oAway", "https://x.example/1")))
        .isEqualTo(new Refused<>(WeChatRefusal.NOT_RECENT, 61010));
  }

  @Test
  void aMessage_isSent_refused_certainlyNotSent_orPerhapsSent() {
    assertThat(weChat.send(message("oAlice", "template-1"))).isInstanceOf(Done.class);
    WeChatStandIn.Request request = standIn.requests().getLast();
    assertThat(request.body().path("miniprogram_state").asText()).isEqualTo("trial");
    assertThat(request.body().path("data").path("thing1").path("value").asText()).isEqualTo("更换扶手");
    assertThat(weChat.send(message("oRefused", "template-1")))
        .isEqualTo(new Refused<>(WeChatRefusal.NO_CONSENT, 43101));
    assertThat(weChat.send(message("oAlice", "other")))
        .isEqualTo(new Refused<>(WeChatRefusal.BAD_REQUEST, 40037));
    assertThat(weChat.send(message("nobody", "template-1")))
        .isEqualTo(new Refused<>(WeChatRefusal.NOT_RECENT, 40003));
    assertThat(weChat.send(message("oBusy", "template-1")))
        .isEqualTo(new Refused<>(WeChatRefusal.UNAVAILABLE, -1));
    standIn.expireToken();
    assertThat(weChat.send(message("oAlice", "template-1"))).isInstanceOf(Done.class);
    timeout = SHORT;
    assertThat(weChat.send(message("oSilent", "template-1")))
        .isEqualTo(new Refused<>(WeChatRefusal.UNCONFIRMED, 0));
    timeout = LONG;
    standIn.close();
    assertThat(weChat.send(message("oAlice", "template-1")))
        .isEqualTo(new Refused<>(WeChatRefusal.UNAVAILABLE, 0));
    assertThat(log.text()).doesNotContain("oAlice", "oRefused", "更换扶手");
  }

  private static SubscribeMessage message(String openid, String template) {
    return new SubscribeMessage(openid, template, "pages/wish", Map.of("thing1", "更换扶手"));
  }
}
