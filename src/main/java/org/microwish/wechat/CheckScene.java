package org.microwish.wechat;

/**
 * Where a checked text or image is used. The numbers are those of WeChat's parameter {@code scene}.
 */
public enum CheckScene {
  PROFILE(1),
  COMMENT(2),
  FORUM(3),
  SOCIAL_LOG(4);

  final int number;

  CheckScene(int number) {
    this.number = number;
  }
}
