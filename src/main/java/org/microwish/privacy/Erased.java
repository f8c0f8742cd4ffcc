package org.microwish.privacy;

/**
 * Told in the transaction that erases a subject, for those who keep something of it outside the
 * database. What they destroy, they must destroy only once it has committed.
 */
public record Erased(Subject subject) {}
