package org.microwish.wechat;

/**
 * A telephone number verified by WeChat.
 *
 * @param countryCode without plus, such as 86
 * @param number without the country code
 */
public record WeChatPhone(String countryCode, String number) {

  /** Returns the number in international notation. */
  public String written() {
    return "+" + countryCode + " " + number;
  }

  /** Hides the number from logs. */
  @Override
  public String toString() {
    return "WeChatPhone";
  }
}
