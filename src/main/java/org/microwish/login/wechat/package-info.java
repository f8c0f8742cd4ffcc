/**
 * Logging in with WeChat, and binding an account to a member or to a resident's wishes. Entry
 * points: {@link org.microwish.login.wechat.WeChatLogin} and {@link
 * org.microwish.login.wechat.Bindings}. Depends on {@code wechat}, {@code login.account}, {@code
 * login.session}, {@code wish}, {@code party}, {@code privacy}, {@code rights}, {@code lifecycle},
 * {@code ledger}, {@code platform}, {@code problem}, {@code caller}.
 */
package org.microwish.login.wechat;
