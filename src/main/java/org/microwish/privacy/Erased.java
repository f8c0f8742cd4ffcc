package org.microwish.privacy;

/**
 * Fired in the transaction that erases a subject, for beans that store more data about it.
 * Observers must destroy data outside the database only after the transaction has committed.
 */
public record Erased(Subject subject) {}
