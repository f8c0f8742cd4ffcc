package org.microwish.platform.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose client reads more slowly than {@link HttpConfig#slowestRead()}, or a
 * long response more slowly than {@link HttpConfig#slowestLongRead()}. This frees the thread that
 * writes the response, and its files: otherwise a client that does not read would occupy them. This
 * process does not know how much the client has read, so this class counts the bytes that the
 * operating system has accepted for sending.
 */
final class ReadRate extends ChannelOutboundHandlerAdapter {

  /**
   * The requested size in bytes of the operating system's send buffer; Linux doubles this value. If
   * no size is requested, Linux lets the buffer grow to 4 MiB for each connection, and accepts more
   * data only when a third of the buffer is free; at the slowest rate that takes many minutes.
   */
  private static final int SEND_BUFFER = 128 << 10;

  private final long periodMillis;
  private final long leastBytes;
  private final long leastLongBytes;
  private final long longPeriods;
  private final Runnable whenClosed;

  private Future<?> checks;
  private long written;
  private long takenBefore;

  /** The number of checks in succession in which the response waited for the client. */
  private long periodsWaiting;

  /**
   * Creates a handler for one connection.
   *
   * @param leastRate the rate of {@link HttpConfig#slowestRead()} in bytes per second
   * @param leastLongRate the rate of {@link HttpConfig#slowestLongRead()} in bytes per second
   */
  ReadRate(
      Duration period, long leastRate, Duration longRead, long leastLongRate, Runnable whenClosed) {
    this.periodMillis = period.toMillis();
    this.leastBytes = leastRate * periodMillis / 1000;
    this.longPeriods = longRead.toMillis() / periodMillis;
    this.leastLongBytes = leastLongRate * periodMillis / 1000;
    this.whenClosed = whenClosed;
  }

  /**
   * Begins to watch a connection, unless it is watched already. Must be called on its event loop.
   *
   * @param whenClosed is run when the connection is closed because its client reads too slowly
   */
  static void watch(HttpConnection connection, HttpConfig config, Runnable whenClosed) {
    Channel channel = ((ConnectionBase) connection).channel();
    if (channel.pipeline().get(ReadRate.class) == null) {
      channel.config().setOption(ChannelOption.SO_SNDBUF, SEND_BUFFER);
      channel
          .pipeline()
          .addFirst(
              new ReadRate(
                  config.readCheck(),
                  config.slowestRead().asLongValue(),
                  config.longRead(),
                  config.slowestLongRead().asLongValue(),
                  whenClosed));
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    // Use a fixed delay, not a fixed rate: after a pause of the process, a fixed rate would run
    // several checks at once, and clients could read nothing between them.
    checks =
        context
            .executor()
            .scheduleWithFixedDelay(
                () -> check(context), periodMillis, periodMillis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    checks.cancel(false);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof ByteBuf bytes) {
      written += bytes.readableBytes();
    }
    var _ = context.write(message, promise);
  }

  private void check(ChannelHandlerContext context) {
    ChannelOutboundBuffer unsent = context.channel().unsafe().outboundBuffer();
    if (unsent == null) {
      return;
    }
    boolean waits = unsent.totalPendingWriteBytes() > 0;
    long taken = written - unsent.totalPendingWriteBytes() + unsent.currentProgress();
    long least = periodsWaiting > longPeriods ? leastLongBytes : leastBytes;
    if (waits && periodsWaiting > 0 && taken - takenBefore < least) {
      // Discard the unsent data in the operating system's send buffer, which it would otherwise
      // keep for minutes.
      context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
      // Do not call close() of the channel: Vert.x would first wait until everything is sent.
      var _ = context.close();
      whenClosed.run();
    }
    periodsWaiting = waits ? periodsWaiting + 1 : 0;
    takenBefore = taken;
  }
}
