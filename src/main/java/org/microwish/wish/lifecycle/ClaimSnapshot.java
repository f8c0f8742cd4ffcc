package org.microwish.wish.lifecycle;

import java.time.Instant;
import java.util.Map;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;

/**
 * One claim as a command finds it.
 *
 * @param pledge what a PENDING claim asks to commit on approval
 * @param pledgeForm the pledge's form, or null
 * @param pledged what it has pledged in all; pledges taken back as errors left out
 * @param committed what is committed and not spent, by form; no entry is zero
 * @param spent what is spent and not returned, by form; no entry is zero
 * @param contactBy when it lapses unless contacted or assessed; null once it is
 * @param completeBy the completion date
 * @param extensions how often that date was moved
 */
public record ClaimSnapshot(
    long id,
    ClaimState state,
    boolean contacted,
    boolean assessed,
    boolean started,
    boolean delivered,
    boolean overdue,
    Money pledge,
    Form pledgeForm,
    Money pledged,
    Map<Form, Money> committed,
    Map<Form, Money> spent,
    Instant contactBy,
    Instant completeBy,
    int extensions) {}
