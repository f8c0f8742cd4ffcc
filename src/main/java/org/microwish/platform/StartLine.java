package org.microwish.platform;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.net.URI;
import org.jboss.logging.Logger;

/** Says once the service listens where to look first. */
@ApplicationScoped
class StartLine {

  private static final Logger LOG = Logger.getLogger("org.microwish");

  void listening(@ObservesAsync HttpServerStart start, HttpServer server, LaunchMode mode) {
    if (mode != LaunchMode.TEST) {
      URI base = server.getLocalBaseUri();
      LOG.infof(
          "API %s, documentation %s, figures %s",
          base.resolve("/api/v1"),
          base.resolve("/docs"),
          base.resolve("/api/v1/statistics/overview"));
    }
  }
}
