package org.microwish.wechat;

/** The reasons why a call to WeChat failed. */
public enum WeChatRefusal {
  /** The code is wrong, expired or already used (40029, 40163). */
  BAD_CODE,
  /** WeChat blocks the user as high-risk (40226). */
  USER_BLOCKED,
  /** Too many calls for the user or the mini-program (45011, 45009). */
  THROTTLED,
  /** The user has not used the mini-program within two hours, or not at all (61010, 40003). */
  NOT_RECENT,
  /** The user wants no such message, or the consents are used up (43101). */
  NO_CONSENT,
  /**
   * WeChat is busy or unreachable or responds unexpectedly, or this instance has too many calls
   * running.
   */
  UNAVAILABLE,
  /**
   * A message was sent, but no valid response arrived: WeChat may have delivered it. Only for
   * messages; other calls can be repeated, and are UNAVAILABLE in this case.
   */
  UNCONFIRMED,
  /** This installation has no AppID or secret: it does not use WeChat. */
  NOT_CONFIGURED,
  /**
   * The AppID, secret or IP address is wrong, or WeChat has frozen the mini-program; the operator
   * must fix this.
   */
  MISCONFIGURED,
  /** WeChat rejected the request as invalid: a bug in this service, or in a message template. */
  BAD_REQUEST
}
