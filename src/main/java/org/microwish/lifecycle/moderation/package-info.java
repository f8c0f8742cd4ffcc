/**
 * Moderation of the texts and images of all aggregates: by WeChat or a word list, then by
 * operators. Entry points: {@link org.microwish.lifecycle.moderation.ModerationResource} and {@link
 * org.microwish.lifecycle.moderation.ModerationWorker}. Depends on {@code lifecycle.command},
 * {@code moderation} and {@code wechat}.
 */
package org.microwish.lifecycle.moderation;
