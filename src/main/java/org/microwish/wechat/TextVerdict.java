package org.microwish.wechat;

/**
 * WeChat's verdict on a text.
 *
 * @param label WeChat's number of the category; 100 means no objection
 * @param traceId WeChat's id of this check
 */
public record TextVerdict(Suggestion suggestion, int label, String traceId) {

  /** WeChat's recommendation. */
  public enum Suggestion {
    PASS,
    REVIEW,
    RISKY
  }
}
