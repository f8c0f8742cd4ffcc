/**
 * Compares plans with the greedy assignment on streets of several sizes: time, total, wishes served
 * and how evenly the load is shared.
 */
package org.microwish.suites.plan;
