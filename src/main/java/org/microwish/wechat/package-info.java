/**
 * A small typed client of the WeChat endpoints that the service uses. Entry point: {@link
 * org.microwish.wechat.WeChat}; every call returns a {@link org.microwish.wechat.WeChatResult} and
 * does not throw. The mini-program's secret, access tokens and session keys stay in this package:
 * no value, exception or log line that leaves this package contains one. Depends on {@code
 * platform} and {@code problem}.
 */
package org.microwish.wechat;
