package org.microwish.wechat;

import java.time.Duration;
import java.util.function.Function;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/** The result of a call to WeChat. */
public sealed interface WeChatResult<T> {

  /** The call succeeded. */
  record Done<T>(T value) implements WeChatResult<T> {}

  /**
   * The call failed.
   *
   * @param code WeChat's errcode, or 0 if it gave none
   */
  record Refused<T>(WeChatRefusal reason, int code) implements WeChatResult<T> {

    /** Returns the problem with which this service responds to its client. */
    public ProblemException problem() {
      return switch (reason) {
        case BAD_CODE -> ProblemType.WECHAT_CODE_REFUSED.exception();
        case USER_BLOCKED -> ProblemType.WECHAT_USER_BLOCKED.exception();
        case THROTTLED -> ProblemType.TOO_MANY_REQUESTS.exception().retryAfter(MINUTE);
        case UNAVAILABLE -> ProblemType.WECHAT_UNAVAILABLE.exception().retryAfter(SOON);
        case NOT_CONFIGURED -> ProblemType.WECHAT_NOT_CONFIGURED.exception();
        // The client cannot fix this, and a retry within moments will not help.
        case NOT_RECENT, NO_CONSENT, UNCONFIRMED, MISCONFIGURED, BAD_REQUEST ->
            ProblemType.WECHAT_UNAVAILABLE.exception().retryAfter(MINUTE);
      };
    }
  }

  /**
   * Retry-After when WeChat limits the rate, because WeChat counts calls per minute; also for
   * errors that do not end within moments.
   */
  Duration MINUTE = Duration.ofMinutes(1);

  /** Retry-After when WeChat is unavailable, because it is usually busy only for moments. */
  Duration SOON = Duration.ofSeconds(3);

  /** Returns the value or throws the problem for the client. */
  default T orThrow() {
    return switch (this) {
      case Done<T> done -> done.value();
      case Refused<T> refused -> throw refused.problem();
    };
  }

  /** Passes the value to another call; a refusal is returned unchanged. */
  default <R> WeChatResult<R> then(Function<? super T, WeChatResult<R>> next) {
    return switch (this) {
      case Done<T> done -> next.apply(done.value());
      case Refused<T> refused -> new Refused<>(refused.reason(), refused.code());
    };
  }
}
