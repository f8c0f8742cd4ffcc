package org.microwish.wechat;

/**
 * WeChat's server API, as far as it is used. Calls take as long as {@link WeChatConfig#timeout} at
 * most twice over, and hold no transaction: call them before one is begun.
 */
public interface WeChat {

  /**
   * Who logs in with a code of {@code wx.login} (code2Session). A code is good once, for 5 minutes.
   */
  WeChatResult<WeChatUser> login(String code);

  /** The number behind a code of the button getPhoneNumber; good once, for 5 minutes. */
  WeChatResult<WeChatPhone> phone(String code);

  /**
   * Checks a text (msg_sec_check, version 2). NOT_RECENT when its author has not used the
   * mini-program within two hours: then another check is needed.
   */
  WeChatResult<TextVerdict> checkText(TextCheck text);

  /**
   * Has an image checked (media_check_async, version 2).
   *
   * @return the trace id that the result names, which WeChat pushes within 30 minutes as the event
   *     {@code wxa_media_check}
   */
  WeChatResult<String> checkImage(ImageCheck image);
}
