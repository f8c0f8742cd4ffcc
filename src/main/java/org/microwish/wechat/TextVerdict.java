package org.microwish.wechat;

/**
 * What WeChat thinks of a text.
 *
 * @param label WeChat's number for the kind of trouble; 100 is none
 * @param traceId names this check towards WeChat
 */
public record TextVerdict(Suggestion suggestion, int label, String traceId) {

  /** What WeChat would do. */
  public enum Suggestion {
    PASS,
    REVIEW,
    RISKY
  }
}
