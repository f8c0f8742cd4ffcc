/**
 * The offline verifier: reads a log in the format of C2SP tlog-tiles, from a server or a directory,
 * and finds what an honest service would not have written. Entry point: {@link
 * org.microwish.verify.Main}.
 *
 * <p>It checks:
 *
 * <ul>
 *   <li>signatures, hashes, tiles and the root; that the log extends one that was verified before
 *       ({@link org.microwish.verify.Verifier});
 *   <li>form, entry ids, versions without gaps and times of each leaf, the states of wishes and
 *       groups against their transition tables (LeafAudit, TimeAudit);
 *   <li>each command on a wish or group: the rules that the service applies must accept it from the
 *       actor that the leaf names, and give the state, claims, progress and postings of the leaf
 *       (WishAudit, GroupAudit). So places, budgets, forms of money, bars, deadlines, roles,
 *       proxies and corrections are checked, claim by claim;
 *   <li>that members, organisations and groups are recorded, have not left, and have their place in
 *       the area of the wish (PartyAudit);
 *   <li>that facts contain no words, telephone or identity numbers (PersonalDataAudit);
 *   <li>frozen leaderboards and all published figures and serial numbers against those computed
 *       from the leaves (BoardAudit, FigureAudit, NumberAudit).
 * </ul>
 *
 * <p>One cause gives one finding: after the first finding of an aggregate, its later leaves are not
 * compared with it. Findings have a sentence in English and in Chinese.
 *
 * <p>Leaves cannot show the following; the service refuses it: that two pseudonyms are one person
 * (a resident who claims their own wish under another account); the division of staff; consents and
 * moderation, which are private; that somebody holds more claims than the configured maximum, or a
 * proxy comes before the resident's time to answer is over; which evidence a proxy names; what
 * words say. Leaves of schema 1 do not show until when a lapse bars a claimant. A log without any
 * member or organisation keeps its party elsewhere: then claims by unknown ones are not found.
 *
 * <p>The build packs it as {@code microwish-verify.jar}, together with the packages that it uses,
 * such as {@code ledger.merkle}, {@code ledger.leaf}, {@code lifecycle.table}, {@code tables},
 * {@code wish.lifecycle}, {@code group.lifecycle}, {@code wish.money}, {@code
 * lifecycle.serial.numbering} and {@code statistics.fold}; {@code pom.xml} lists them all. They use
 * nothing but the JDK.
 */
package org.microwish.verify;
