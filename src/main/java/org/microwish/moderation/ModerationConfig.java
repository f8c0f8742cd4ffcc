package org.microwish.moderation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** How what residents write is looked at. */
@ConfigMapping(prefix = "microwish.moderation")
public interface ModerationConfig {

  /** Words that are findings besides those of the list. */
  Optional<Set<String>> words();

  /** Words of the list that are none here. */
  Optional<Set<String>> allowedWords();

  /** How often an instance looks for checks that are due. */
  @WithDefault("2s")
  Duration poll();

  /** How often WeChat is asked about a text before the word list decides in its place. */
  @WithDefault("6")
  int attempts();

  /** The token of WeChat's message push, which signs the results of image checks. */
  Optional<String> pushToken();

  /** Where WeChat reaches this service, to fetch images: scheme and host. */
  Optional<URI> publicUrl();
}
