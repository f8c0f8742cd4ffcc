/**
 * Moderation of the texts and images of all aggregates: WeChat or a word list checks them, and
 * operators decide on what the checks found. Entry points: {@link
 * org.microwish.lifecycle.moderation.ModerationResource}, {@link
 * org.microwish.lifecycle.moderation.WeChatPushResource} and {@link
 * org.microwish.lifecycle.moderation.ModerationWorker}. Depends on {@code lifecycle}, {@code
 * lifecycle.command}, {@code lifecycle.attachment}, {@code moderation}, {@code wechat}, {@code
 * ledger}, {@code evidence}, the vault and {@code party}.
 */
package org.microwish.lifecycle.moderation;
