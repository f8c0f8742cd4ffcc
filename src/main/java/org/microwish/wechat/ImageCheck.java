package org.microwish.wechat;

/**
 * An image to be checked.
 *
 * @param openid the openid of the uploader, who must have used the mini-program within two hours
 * @param url where WeChat can fetch the image
 */
public record ImageCheck(CheckScene scene, String openid, String url) {

  /** Hides uploader and URL from logs: the URL may contain a key. */
  @Override
  public String toString() {
    return "ImageCheck[" + scene + "]";
  }
}
