/**
 * Deadlines of all aggregates, carried out by one sweeper in any number of instances. Entry point:
 * {@link org.microwish.lifecycle.deadline.Sweeper}; an aggregate brings its {@link
 * org.microwish.lifecycle.deadline.Deadlines}. Depends on the platform.
 */
package org.microwish.lifecycle.deadline;
