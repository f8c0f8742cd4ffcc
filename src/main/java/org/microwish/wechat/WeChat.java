package org.microwish.wechat;

/**
 * The part of WeChat's server API that the service uses. A call can take several times {@link
 * WeChatConfig#timeout}, because it may fetch a token and repeat a request. Callers must not hold a
 * transaction open during a call.
 */
public interface WeChat {

  /**
   * Exchanges a code of {@code wx.login} for the user's ids (code2Session). A code is valid once,
   * for 5 minutes.
   */
  WeChatResult<WeChatUser> login(String code);

  /**
   * Exchanges a code of the button getPhoneNumber for the user's telephone number. A code is valid
   * once, for 5 minutes.
   */
  WeChatResult<WeChatPhone> phone(String code);

  /**
   * Checks a text (msg_sec_check, version 2). Refused with NOT_RECENT if the author has not used
   * the mini-program within two hours; the caller must then check the text in another way.
   */
  WeChatResult<TextVerdict> checkText(TextCheck text);

  /**
   * Requests the check of an image (media_check_async, version 2).
   *
   * @return the trace id of the result, which WeChat pushes within 30 minutes as the event {@code
   *     wxa_media_check}
   */
  WeChatResult<String> checkImage(ImageCheck image);

  /**
   * Sends a message to which the user has consented (subscribe message). After the refusal
   * UNCONFIRMED, the user may have received the message; after any other refusal, the user has not.
   *
   * @return the openid of the recipient
   */
  WeChatResult<String> send(SubscribeMessage message);
}
