package org.microwish.platform.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/**
 * The exchange of a request and its response. It is over when the response has ended or the
 * connection is closed, and when the work for it has ended too: a client that closes the connection
 * does not stop the thread or the query that its request started.
 */
final class Exchange {

  private static final String KEY = Exchange.class.getName();

  private final RoutingContext http;
  private final Channel channel;
  private final List<Runnable> tasks = new ArrayList<>();
  private boolean answered;
  private boolean left;
  private boolean working;

  private Exchange(RoutingContext http) {
    this.http = http;
    this.channel = ((ConnectionBase) http.request().connection()).channel();
  }

  /**
   * Starts to observe an exchange. Must be called once for each request, before all other methods.
   * Listens for the closing of the connection too: in that case the end handler is not called,
   * because Quarkus REST replaces the handlers that would call it.
   */
  static void observe(RoutingContext http) {
    Exchange exchange = new Exchange(http);
    http.put(KEY, exchange);
    ChannelFutureListener closed = ignored -> exchange.answered(true);
    exchange.channel.closeFuture().addListener(closed);
    http.addEndHandler(
        ignored -> {
          exchange.channel.closeFuture().removeListener(closed);
          exchange.answered(false);
        });
  }

  static Exchange of(RoutingContext http) {
    return http.get(KEY);
  }

  /** Runs a task exactly once, when the exchange is over; at once if it is over already. */
  static void whenOver(RoutingContext http, Runnable task) {
    Exchange exchange = of(http);
    synchronized (exchange) {
      if (!exchange.isOver()) {
        exchange.tasks.add(task);
        return;
      }
    }
    task.run();
  }

  /**
   * Runs a task exactly once, when the exchange is over and the whole response was passed to the
   * operating system, or the connection is closed.
   */
  static void whenSent(RoutingContext http, Runnable task) {
    whenOver(
        http,
        () -> {
          ConnectionBase connection = (ConnectionBase) http.request().connection();
          connection.flush(of(http).channel.newPromise().addListener(ignored -> task.run()));
        });
  }

  /**
   * Notes that the work for the request begins. The caller must call {@link #endWork} when it ends.
   *
   * @return false if the exchange is over, so that the work must not begin
   */
  synchronized boolean beginWork() {
    working = !answered;
    return working;
  }

  /** Notes that the work has ended. */
  void endWork() {
    synchronized (this) {
      working = false;
    }
    runIfOver();
  }

  /** Returns whether the connection was closed before the response had ended. */
  synchronized boolean isClientGone() {
    return left;
  }

  private void answered(boolean closed) {
    // Call ended() before taking this object's lock: ended() takes the connection's lock, which is
    // held while the end handlers run.
    boolean unfinished = closed && !http.response().ended();
    synchronized (this) {
      left |= unfinished && !answered;
      answered = true;
    }
    runIfOver();
  }

  private boolean isOver() {
    return answered && !working;
  }

  private void runIfOver() {
    List<Runnable> due;
    synchronized (this) {
      if (!isOver()) {
        return;
      }
      due = List.copyOf(tasks);
      tasks.clear();
    }
    due.forEach(Runnable::run);
  }
}
