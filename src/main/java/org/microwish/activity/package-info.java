/**
 * Activities (活动): services, duties, courses, trainings, events, meetings and visits, with their
 * sessions, who takes part, and whose hours count. Entry points: {@link
 * org.microwish.activity.ActivityResource} and {@link org.microwish.activity.EnrolmentResource}.
 * Depends on {@code activity.lifecycle}, {@code caller}, {@code ledger}, {@code lifecycle}, {@code
 * party}, {@code platform}, {@code privacy} and {@code problem}; it reads the state and the leader
 * of a host group by its own queries.
 */
package org.microwish.activity;
