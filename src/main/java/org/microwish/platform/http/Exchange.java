package org.microwish.platform.http;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs tasks when the exchange of a request and its response is over. */
final class Exchange {

  private Exchange() {}

  /**
   * Runs a task exactly once: when the response has ended, or when the connection is closed before
   * that. An end handler alone does not run when the connection is closed, because Quarkus REST
   * replaces the handlers that would call it.
   */
  static void whenOver(RoutingContext http, Runnable task) {
    ChannelFuture closed = ((ConnectionBase) http.request().connection()).channel().closeFuture();
    AtomicBoolean over = new AtomicBoolean();
    ChannelFutureListener listener =
        ignored -> {
          if (over.compareAndSet(false, true)) {
            task.run();
          }
        };
    closed.addListener(listener);
    http.addEndHandler(
        ignored -> {
          closed.removeListener(listener);
          if (over.compareAndSet(false, true)) {
            task.run();
          }
        });
  }
}
