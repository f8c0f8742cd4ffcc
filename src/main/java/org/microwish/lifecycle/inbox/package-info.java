/**
 * The inbox (待办): what waits for a person, an organisation or the desk of a division. {@code
 * InboxProjection} follows the ledger and replaces the items of each changed aggregate by what its
 * {@link org.microwish.lifecycle.inbox.InboxSource} finds, so an item exists as long as it waits.
 * Entry points: {@link org.microwish.lifecycle.inbox.InboxPump} runs the projection; {@link
 * org.microwish.lifecycle.inbox.InboxResource} lists the items of a caller. Depends on {@code
 * ledger}, {@code lifecycle.serial}, {@code platform}, {@code caller} and {@code problem}.
 */
package org.microwish.lifecycle.inbox;
