package org.microwish.wechat;

/** What a checked text or image is part of, as WeChat numbers it. */
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
