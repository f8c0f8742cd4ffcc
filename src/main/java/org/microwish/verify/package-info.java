/**
 * The offline verifier: reads a log in the format of C2SP tlog-tiles, from a server or a directory,
 * and finds what a correct service would not have written. Entry point: {@link
 * org.microwish.verify.Main}.
 *
 * <p>It checks:
 *
 * <ul>
 *   <li>the signatures, hashes, tiles and the root, and that the log extends the tree that was
 *       verified before ({@link org.microwish.verify.Verifier});
 *   <li>the form and entry id of each leaf, that versions have no gaps, times, and the changes of
 *       state of wishes and groups against their transition tables (LeafAudit, TimeAudit); that a
 *       leaf has only the members and facts of its schema (FactAudit); that leaves of wishes have
 *       the facts on which other checks depend, and that only roles that may give a time record
 *       events of the past (WishAudit);
 *   <li>each command on a wish or group: the rules that the service applies must accept the command
 *       from the actor that the leaf names, and give the state, claims, progress, postings and
 *       shortfall that the leaf states (WishAudit, GroupAudit). This covers places, budgets, forms
 *       of money, bars, deadlines, roles, proxies and corrections, claim by claim. A person may
 *       take only one place of a wish;
 *   <li>invitations, held places and waiting lists: each leaf changes exactly the invitations that
 *       the rules name, including those whose time has run out; nobody takes a place that is held
 *       for others; a place is offered to the first in the waiting list; and an invitation ends
 *       early only if its claimant has left, or is first in the waiting list and can no longer
 *       claim the wish (WishAudit, PartyAudit);
 *   <li>late records: only an operator makes them, after the event, for the claimant, a participant
 *       or the resident, and with a reason if the claim had lapsed by then (WishAudit). When the
 *       event happened, the claimant and the participants were active, the claiming member belonged
 *       to the organisation, and the claimant had a place in the area that the wish requires
 *       (PartyAudit). The verifier prints their number;
 *   <li>that the members, organisations and groups that leaves name are recorded and have not left,
 *       and that claimants have a place in the area that the wish requires. It is enough if they
 *       are recorded up to a minute later (PartyAudit);
 *   <li>that facts, ids and commands contain no words, telephone numbers or identity numbers
 *       (PersonalDataAudit). A value that has the form of an id and stands where leaves have ids is
 *       not searched for numbers;
 *   <li>frozen leaderboards, frozen duties, and all published figures and serial numbers against
 *       those computed from the leaves (BoardAudit, DutyAudit, FigureAudit, NumberAudit). A board
 *       is frozen once, by the service itself, and may omit only leaves that were recorded in the
 *       10 minutes before. A published figure or serial number may omit only leaves of the last
 *       hour before the request. A running service must answer all these requests.
 * </ul>
 *
 * <p>One cause gives one finding: after the first finding about an aggregate, the rules are not
 * checked for later leaves of that aggregate. Each finding has a sentence in English and one in
 * Chinese.
 *
 * <p>Leaves do not show everything that the service checks. So the verifier cannot find:
 *
 * <ul>
 *   <li>a resident who claims their own wish under another account, because the two pseudonyms are
 *       unrelated;
 *   <li>staff who act outside their division; a missing private consent; an open finding of
 *       moderation; more claims or invitations of a claimant than the configured maximum;
 *   <li>a proxy who acts before the resident's time to answer is over, or names other evidence than
 *       required;
 *   <li>an invitation that the claimant does not want, or that was made while the wish was off the
 *       wall;
 *   <li>what texts say; a person's number that has the form of an id;
 *   <li>a change of a wish's resident without a binding of that wish: leaves do not show which wish
 *       was bound to an account, so each binding excuses one change on any wish;
 *   <li>a participant who had declined and is named again; a participant who does not belong to the
 *       claiming organisation;
 *   <li>in leaves of schema 1: a claimant who is barred after a lapse, because these leaves do not
 *       state the end of the bar;
 *   <li>claims by unknown members, if the log records no member at all: members are then managed
 *       outside the log. The same holds for organisations.
 * </ul>
 *
 * <p>The build packs this package as {@code microwish-verify.jar}, together with the packages that
 * it uses, such as {@code ledger.merkle}, {@code ledger.leaf}, {@code lifecycle.table}, {@code
 * tables}, {@code wish.lifecycle}, {@code group.lifecycle}, {@code wish.money}, {@code
 * lifecycle.serial.numbering} and {@code statistics.fold}; {@code pom.xml} lists them all. They use
 * nothing but the JDK.
 */
package org.microwish.verify;
