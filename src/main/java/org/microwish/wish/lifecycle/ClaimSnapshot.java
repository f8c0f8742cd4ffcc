package org.microwish.wish.lifecycle;

import java.time.Instant;
import java.util.Map;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;

/**
 * The state of one claim before a command.
 *
 * @param pledge the amount that a PENDING claim will commit when it is approved
 * @param pledgeForm the form of {@code pledge}; null without a pledge
 * @param pledged the sum of all pledges, without pledges that were reversed as errors
 * @param committed the amount committed and not spent, by form; a missing form means zero
 * @param spent the amount spent and not refunded, by form; a missing form means zero
 * @param contactBy the claim lapses after this time unless the claimant has contacted the resident,
 *     assessed the site or started the work; null while PENDING
 * @param completeBy at this time, a claim whose work has not started lapses, and a started claim
 *     becomes overdue; null while PENDING
 * @param extensions how often the completion date was extended
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
