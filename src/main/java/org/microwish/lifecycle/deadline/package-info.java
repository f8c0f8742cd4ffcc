/**
 * Deadlines of all aggregates, handled by one sweeper in each instance. Entry point: {@link
 * org.microwish.lifecycle.deadline.Sweeper}; each aggregate supplies its {@link
 * org.microwish.lifecycle.deadline.Deadlines}. Depends on the platform.
 */
package org.microwish.lifecycle.deadline;
