/**
 * Logging in through WeChat, and binding an account to a member or to a resident's wishes. Entry
 * points: {@link org.microwish.identity.login.WeChatLogin} and {@link
 * org.microwish.identity.login.Bindings}. Depends on {@code wechat}, {@code identity.account},
 * {@code identity.session}, {@code wish}, {@code party}, {@code privacy}, {@code ledger}, {@code
 * platform}, {@code problem}, {@code identity}.
 */
package org.microwish.identity.login;
