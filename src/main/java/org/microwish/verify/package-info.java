/**
 * The offline verifier: reads a log in the format of C2SP tlog-tiles, from a server or a directory,
 * and finds what a correct service would not have written. Entry point: {@link
 * org.microwish.verify.Main}.
 *
 * <p>It checks:
 *
 * <ul>
 *   <li>signatures, hashes, tiles and the root; that the log extends one that was verified before
 *       ({@link org.microwish.verify.Verifier});
 *   <li>form, entry ids, versions without gaps and times of each leaf, the states of wishes and
 *       groups against their transition tables (LeafAudit, TimeAudit); that a leaf has only the
 *       members and facts of its schema (FactAudit); that leaves of wishes have the facts on which
 *       other checks depend, and that only roles that may give a time record the past (WishAudit);
 *   <li>each command on a wish or group: the rules that the service applies must accept the command
 *       from the actor that the leaf names, and give the state, claims, progress, postings and
 *       shortfall of the leaf (WishAudit, GroupAudit). So places, budgets, forms of money, bars,
 *       deadlines, roles, proxies and corrections are checked, claim by claim; and that a person
 *       takes one place of a wish;
 *   <li>invitations, held places and waiting lists: each leaf changes exactly the invitations that
 *       the rules say, those that have run out included; nobody takes a place that is held for
 *       others, an offer goes to the first in line, and an invitation ends early only if its
 *       claimant has left or, first in line, can no longer claim the wish (WishAudit, PartyAudit);
 *   <li>late records of what somebody did offline: only an operator makes them, after the event,
 *       for the claimant, a participant or the resident, with a reason if the claim had lapsed by
 *       then (WishAudit); the claimant and the participants were active, belonged to the
 *       organisation and had a place in the area when the event happened (PartyAudit). Their number
 *       is reported;
 *   <li>that members, organisations and groups are recorded and have not left, and that claimants
 *       have a place in the area that the wish requires; leaves recorded up to a minute later count
 *       (PartyAudit);
 *   <li>that facts, ids and commands contain no words, telephone or identity numbers
 *       (PersonalDataAudit). Only values in the place of an id that have the form of an id are not
 *       searched for numbers;
 *   <li>frozen leaderboards and all published figures and serial numbers against those computed
 *       from the leaves (BoardAudit, FigureAudit, NumberAudit). A board is frozen once, by the
 *       service itself. It may leave out only leaves recorded in the 10 minutes before it, a
 *       published figure or serial number only those of the last hour before the request. Running
 *       services must answer all these questions.
 * </ul>
 *
 * <p>One cause gives one finding: after the first finding about an aggregate, the rules are not
 * checked for later leaves of that aggregate. Each finding has a sentence in English and one in
 * Chinese.
 *
 * <p>The verifier cannot check the following, because leaves do not show it; only the service
 * refuses it: that two pseudonyms are one person (a resident who claims their own wish under
 * another account); that staff act outside their division; that a private consent is missing or
 * moderation is open; that a claimant holds more claims than the configured maximum; that a proxy
 * acts before the resident's time to answer is over, or names other evidence than required; what
 * texts say; whether a claimant wants an invitation, or has more of them than configured, and that
 * a wish was off the wall when somebody was invited; that a value with the form of an id is not a
 * person's number; which wish an account was bound to, so each such binding excuses another
 * resident on one wish; that a participant who declined is named again; that named participants
 * belong to the claiming organisation. Leaves of schema 1 do not show until when a lapse bars a
 * claimant. If the log records no member at all, members are managed outside the log, and claims by
 * unknown members are not reported; the same holds for organisations.
 *
 * <p>The build packs this package as {@code microwish-verify.jar}, together with the packages that
 * it uses, such as {@code ledger.merkle}, {@code ledger.leaf}, {@code lifecycle.table}, {@code
 * tables}, {@code wish.lifecycle}, {@code group.lifecycle}, {@code wish.money}, {@code
 * lifecycle.serial.numbering} and {@code statistics.fold}; {@code pom.xml} lists them all. They use
 * nothing but the JDK.
 */
package org.microwish.verify;
