package org.microwish.wechat;

/** Why WeChat did not do what it was asked. */
public enum WeChatRefusal {
  /** The code is wrong, too old, or was used before (40029, 40163). */
  BAD_CODE,
  /** WeChat has found the user dangerous and bars it (40226). */
  USER_BLOCKED,
  /** Too many calls, of the user or of the program (45011, 45009). */
  THROTTLED,
  /** The user has not used the mini-program within two hours, or not at all (61010, 40003). */
  NOT_RECENT,
  /** WeChat is busy or cannot be reached, or answers what nobody can read. */
  UNAVAILABLE,
  /** The program's id, secret or address is not the right one: for the operator to mend. */
  MISCONFIGURED,
  /** Something was sent that WeChat does not take: a fault of ours. */
  BAD_REQUEST
}
