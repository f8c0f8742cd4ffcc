package org.microwish.moderation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** Configures the moderation of texts and images. */
@ConfigMapping(prefix = "microwish.moderation")
public interface ModerationConfig {

  /** Sensitive words to find in addition to the built-in list. */
  Optional<Set<String>> words();

  /**
   * Everyday words and phrases, in addition to the built-in ones. A match inside such a phrase is
   * ignored, and so is a match of up to three characters that overlaps such a phrase only in part.
   */
  Optional<Set<String>> allowedWords();

  /** Whether this instance sends pending texts and images to WeChat to be checked. */
  @WithDefault("true")
  boolean enabled();

  /**
   * Maximum number of attempts to have WeChat check a text or an image. After that, the word list
   * decides on a text, and an operator on an image.
   */
  @WithDefault("6")
  int attempts();

  /** The token of WeChat's message push, which authenticates the results of image checks. */
  Optional<String> pushToken();

  /** The URL (scheme and host) at which WeChat fetches images from this service. */
  Optional<URI> publicUrl();
}
