/**
 * Deadlines of all aggregates, processed by one sweeper in each instance. Entry point: {@link
 * org.microwish.lifecycle.deadline.Sweeper}; each type of aggregate implements {@link
 * org.microwish.lifecycle.deadline.Deadlines}. Depends on the platform.
 */
package org.microwish.lifecycle.deadline;
