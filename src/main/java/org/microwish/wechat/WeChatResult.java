package org.microwish.wechat;

import java.time.Duration;
import java.util.function.Function;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/** What became of a call. */
public sealed interface WeChatResult<T> {

  /** WeChat did it. */
  record Done<T>(T value) implements WeChatResult<T> {}

  /**
   * WeChat did not.
   *
   * @param code WeChat's errcode, 0 where it gave none
   */
  record Refused<T>(WeChatRefusal reason, int code) implements WeChatResult<T> {

    /** The problem that a client is told. */
    public ProblemException problem() {
      return switch (reason) {
        case BAD_CODE -> ProblemType.WECHAT_CODE_REFUSED.exception();
        case USER_BLOCKED -> ProblemType.WECHAT_USER_BLOCKED.exception();
        case THROTTLED -> ProblemType.TOO_MANY_REQUESTS.exception().retryAfter(MINUTE);
        case UNAVAILABLE -> ProblemType.WECHAT_UNAVAILABLE.exception().retryAfter(SOON);
        // Not the client's to mend, and not mended soon.
        case NOT_RECENT, MISCONFIGURED, BAD_REQUEST ->
            ProblemType.WECHAT_UNAVAILABLE.exception().retryAfter(MINUTE);
      };
    }
  }

  /** WeChat counts calls by the minute. */
  Duration MINUTE = Duration.ofMinutes(1);

  /** What WeChat calls busy is over in a moment. */
  Duration SOON = Duration.ofSeconds(3);

  /** The value, or the problem that a client is told. */
  default T orThrow() {
    return switch (this) {
      case Done<T> done -> done.value();
      case Refused<T> refused -> throw refused.problem();
    };
  }

  /** The same with another value. */
  default <R> WeChatResult<R> then(Function<? super T, WeChatResult<R>> next) {
    return switch (this) {
      case Done<T> done -> next.apply(done.value());
      case Refused<T> refused -> new Refused<>(refused.reason(), refused.code());
    };
  }
}
