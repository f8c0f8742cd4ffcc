/**
 * What checks have found in texts and images, on its way through WeChat to an operator. Entry
 * points: {@link org.microwish.wish.moderation.ModerationResource} and {@link
 * org.microwish.wish.moderation.ModerationWorker}. Depends on {@code wish}, {@code moderation} and
 * {@code wechat}.
 */
package org.microwish.wish.moderation;
