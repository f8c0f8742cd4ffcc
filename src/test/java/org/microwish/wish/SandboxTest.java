package org.microwish.wish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.calendar.days.TimeLimit;

@Tag("fast")
class SandboxTest {

  private static final String PREFIX = "%sandbox.microwish.wish.";

  @Test
  void everyTimeLimitOfAWish_isMinutesInTheSandbox() throws IOException {
    Properties settings = new Properties();
    try (Reader reader =
        Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
      settings.load(reader);
    }
    assertThat(WishConfig.class.getMethods())
        .filteredOn(method -> method.getReturnType() == TimeLimit.class)
        .hasSize(10)
        .allSatisfy(
            limit ->
                assertThat(
                        TimeLimit.parse(settings.getProperty(PREFIX + key(limit.getName())))
                            .length())
                    .as(limit.getName())
                    .isBetween(Duration.ofMinutes(1), Duration.ofMinutes(10)));
    assertThat(settings.stringPropertyNames())
        .filteredOn(name -> name.startsWith("%sandbox."))
        .allSatisfy(
            name ->
                assertThat(Arrays.stream(WishConfig.class.getMethods()))
                    .anyMatch(method -> name.equals(PREFIX + key(method.getName()))));
  }

  private static String key(String method) {
    return method.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
