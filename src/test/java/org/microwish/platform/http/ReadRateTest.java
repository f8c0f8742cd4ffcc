package org.microwish.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests which clients lose their connections because they read too slowly. */
@Tag("fast")
class ReadRateTest {

  private static final Duration PERIOD = Duration.ofSeconds(20);

  /** A connection from which the client takes only what a test lets it take. */
  private static final class Connection extends EmbeddedChannel {

    private long takes;

    Connection() {
      super(new ReadRate(PERIOD, 4096, Duration.ofSeconds(60), 16_384, () -> {}));
      freezeTime();
      var _ = writeOneOutbound(Unpooled.wrappedBuffer(new byte[10_000_000]));
      flush();
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer unsent) {
      unsent.removeBytes(takes);
      takes = 0;
    }

    /**
     * Lets the client take bytes and the time pass, then runs the checks that have become due.
     * Returns whether the connection is still open.
     */
    boolean isOpenAfter(Duration time, long bytesTaken) {
      takes = bytesTaken;
      flush();
      advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
      runScheduledPendingTasks();
      return isOpen();
    }
  }

  @Test
  void readerAfterAPauseOfTheProcess_keepsItsConnection() {
    Connection connection = new Connection();
    assertThat(connection.isOpenAfter(PERIOD, 100_000)).isTrue();
    assertThat(connection.isOpenAfter(PERIOD.multipliedBy(10), 100_000)).isTrue();
    assertThat(connection.isOpenAfter(PERIOD, 100_000)).isTrue();
    assertThat(connection.isOpenAfter(PERIOD, 80_000)).isFalse();
  }

  @Test
  void readerOfALongResponse_mustReadFaster() {
    Connection slow = new Connection();
    for (int i = 0; i < 4; i++) {
      assertThat(slow.isOpenAfter(PERIOD, 100_000)).isTrue();
    }
    assertThat(slow.isOpenAfter(PERIOD, 100_000)).isFalse();

    Connection fast = new Connection();
    for (int i = 0; i < 20; i++) {
      assertThat(fast.isOpenAfter(PERIOD, 330_000)).isTrue();
    }
  }
}
