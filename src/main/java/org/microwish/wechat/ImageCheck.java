package org.microwish.wechat;

/**
 * An image to be checked.
 *
 * @param openid who uploaded it, within the last two hours
 * @param url where WeChat can fetch it
 */
public record ImageCheck(CheckScene scene, String openid, String url) {

  /** Hides uploader and address from logs: the address may carry a key. */
  @Override
  public String toString() {
    return "ImageCheck[" + scene + "]";
  }
}
