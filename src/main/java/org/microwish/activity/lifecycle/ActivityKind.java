package org.microwish.activity.lifecycle;

/** The kinds of activities. */
public enum ActivityKind {
  /** A service for residents (服务). */
  SERVICE,
  /** A duty at a station (值班). */
  DUTY,
  /** A course (课程). */
  COURSE,
  /** A training (培训). */
  TRAINING,
  /** An event (活动). */
  EVENT,
  /** A meeting about a matter of the community (议事、协调会). */
  MEETING,
  /** A visit (走访). */
  VISIT
}
