/**
 * A small typed client of the WeChat endpoints that the service needs. Entry point: {@link
 * org.microwish.wechat.WeChat}; every call answers a {@link org.microwish.wechat.WeChatResult} and
 * throws nothing. The program's secret, access tokens and session keys stay inside: no value,
 * exception or line of the log that leaves this package holds one. Depends on {@code platform} and
 * {@code problem}.
 */
package org.microwish.wechat;
