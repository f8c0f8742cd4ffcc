package org.microwish.moderation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** Configures the checks of texts and images by residents. */
@ConfigMapping(prefix = "microwish.moderation")
public interface ModerationConfig {

  /** Words to find besides those of the list. */
  Optional<Set<String>> words();

  /** Words of the list that are not found. */
  Optional<Set<String>> allowedWords();

  /** Whether this instance has WeChat check what waits. */
  @WithDefault("true")
  boolean enabled();

  /** Calls to WeChat for one text; after these the word list alone decides. */
  @WithDefault("6")
  int attempts();

  /** The token of WeChat's message push, which authenticates the results of image checks. */
  Optional<String> pushToken();

  /** The address at which WeChat fetches images from this service: scheme and host. */
  Optional<URI> publicUrl();
}
