package org.microwish.lifecycle.inbox;

/** The type of inbox that contains an item; each type has its own kind of key. */
public enum InboxScope {
  /** A person; the key is the account. */
  ACCOUNT,
  /** A member; the key is the member's id. The account that is bound to the member sees it. */
  MEMBER,
  /** The stewards of an organisation; the key is the organisation's id. */
  ORGANISATION,
  /** The operators of a division; the key is the division's path. */
  DESK,
  /** The collectors of a grid or building; the key is the path. */
  GRID,
  /** The administrators of a division; the key is the division's path. */
  ADMINISTRATOR
}
