package org.microwish.wish;

/**
 * CDI event that is fired when a command stores a personal value of a wish that its public texts
 * already contain. The command takes the wish off the wall; observers notify the desk.
 */
public record PersonalDataShown(long wishId) {}
