package org.microwish.moderation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** Configures the moderation of texts and images. */
@ConfigMapping(prefix = "microwish.moderation")
public interface ModerationConfig {

  /** Additional words to find. */
  Optional<Set<String>> words();

  /** Everyday words and phrases: a match that lies in one, or that one cuts, is ignored. */
  Optional<Set<String>> allowedWords();

  /** Whether this instance submits pending checks to WeChat. */
  @WithDefault("true")
  boolean enabled();

  /**
   * Maximum number of attempts of WeChat's check; after that the word list decides on a text and an
   * operator on an image.
   */
  @WithDefault("6")
  int attempts();

  /** The token of WeChat's message push, which authenticates the results of image checks. */
  Optional<String> pushToken();

  /** The URL (scheme and host) at which WeChat fetches images from this service. */
  Optional<URI> publicUrl();
}
