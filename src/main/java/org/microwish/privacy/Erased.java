package org.microwish.privacy;

/**
 * CDI event that is fired in the transaction that erases a subject, so that beans that store more
 * data about the subject delete it. Observers must destroy data outside the database only after the
 * transaction has committed.
 */
public record Erased(Subject subject) {}
