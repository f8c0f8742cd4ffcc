package org.microwish.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.wechat.WeChatResult.Done;
import org.microwish.wechat.WeChatResult.Refused;

/** Tests the WeChat client with dev mode's stand-in for WeChat. */
@Tag("database")
@QuarkusTest
class DevWeChatTest {

  @TestHTTPResource("/api/v1/dev/wechat")
  URI standIn;

  private record Settings(URI baseUrl) implements WeChatConfig {

    @Override
    public Optional<String> appId() {
      return Optional.of("wx-dev");
    }

    @Override
    public Optional<String> secret() {
      return Optional.of("dev");
    }

    @Override
    public String miniprogramState() {
      return "developer";
    }

    @Override
    public Duration connectTimeout() {
      return Duration.ofSeconds(5);
    }

    @Override
    public Duration timeout() {
      return Duration.ofSeconds(10);
    }

    @Override
    public int maxConcurrent() {
      return 4;
    }
  }

  private static String openid(WeChatClient client, String code) {
    return client.login(code) instanceof Done<WeChatUser> done ? done.value().openid() : null;
  }

  @Test
  void everyCodeLogsIn_andTextsAreLeftToTheWordList() {
    URI base = URI.create(standIn.toString().replace("localhost", "127.0.0.1"));
    WeChatConfig config = new Settings(base);
    WeChatClient client = new WeChatClient(config, new WeChatHealth(config));
    try {
      assertThat(openid(client, "0a1Bc2DeFg")).isEqualTo("dev-developer");
      assertThat(openid(client, "another code")).isEqualTo("dev-developer");
      assertThat(openid(client, "user-ann")).isEqualTo("dev-ann");
      assertThat(openid(client, "user-ann~2")).isEqualTo("dev-ann");
      assertThat(client.checkText(new TextCheck(CheckScene.FORUM, "dev-ann", "你好", null)))
          .isEqualTo(new Refused<>(WeChatRefusal.NOT_RECENT, 61010));
    } finally {
      client.close();
    }
  }
}
