package org.microwish.wish;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Where nobody logs in through WeChat, WeChat knows nobody. */
@DefaultBean
@ApplicationScoped
class NoAuthors implements Authors {

  @Override
  public boolean isKnown(String account) {
    return false;
  }

  @Override
  public Optional<String> openid(String account) {
    return Optional.empty();
  }
}
