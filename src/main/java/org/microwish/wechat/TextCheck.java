package org.microwish.wechat;

/**
 * A text to be checked.
 *
 * @param openid the openid of the author, who must have used the mini-program within two hours
 * @param content the text, at most {@link #MAX_CONTENT} characters
 * @param title the title of the text, or null
 */
public record TextCheck(CheckScene scene, String openid, String content, String title) {

  /** The maximum number of characters per check. */
  public static final int MAX_CONTENT = 2_500;

  public TextCheck {
    if (content.length() > MAX_CONTENT) {
      throw new IllegalArgumentException("at most " + MAX_CONTENT + " characters");
    }
  }

  /** Hides author and text from logs. */
  @Override
  public String toString() {
    return "TextCheck[" + scene + "]";
  }
}
