/**
 * What checks have found in texts and images of any aggregate, on its way through WeChat to an
 * operator. Entry points: {@link org.microwish.lifecycle.moderation.ModerationResource} and {@link
 * org.microwish.lifecycle.moderation.ModerationWorker}. Depends on {@code lifecycle.command},
 * {@code moderation} and {@code wechat}.
 */
package org.microwish.lifecycle.moderation;
