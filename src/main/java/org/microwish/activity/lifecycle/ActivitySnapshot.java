package org.microwish.activity.lifecycle;

import java.util.Set;

/**
 * The facts on which a decision about an activity depends, as read under the lock.
 *
 * @param roles the caller's roles towards the activity
 * @param signUp how people take part
 * @param enrolment the state of the enrolment that the command addresses, or null
 * @param moderationOpen whether a moderation finding on the activity's texts is open or the texts
 *     were rejected
 * @param begun whether the addressed session, or if none the first one, has begun
 * @param over whether the addressed session has ended
 * @param seatFree whether the addressed session has a free seat
 * @param holdsEnrolment whether the person already has a live enrolment in the session
 * @param codeRight whether the given code is the session's current one
 * @param minutes the minutes to count, or 0
 * @param sessionMinutes the length of the addressed session, or 0
 */
public record ActivitySnapshot(
    ActivityState state,
    Set<ActivityRole> roles,
    SignUp signUp,
    EnrolmentState enrolment,
    boolean moderationOpen,
    boolean begun,
    boolean over,
    boolean seatFree,
    boolean holdsEnrolment,
    boolean codeRight,
    int minutes,
    int sessionMinutes) {}
