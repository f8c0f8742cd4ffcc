package org.microwish.lifecycle.inbox;

/** Whose inbox an item is in; the key of the scope says which. */
public enum InboxScope {
  /** A person; the key is the account. */
  ACCOUNT,
  /** A member; the key is the member's id. The account that is bound to the member sees it. */
  MEMBER,
  /** The stewards of an organisation; the key is the organisation's id. */
  ORGANISATION,
  /** The operators of a division; the key is the division's path. */
  DESK,
  /** The administrators of a division; the key is the division's path. */
  ADMINISTRATOR
}
