package org.microwish.statistics.fold;

/**
 * What happened with invitations in a period; each event counts in the period in which it happened.
 *
 * @param sent invitations by operators
 * @param offered places that came back and were offered to the first in a waiting list
 * @param accepted invitations and offers that a claim accepted
 * @param declined invitations and offers that were declined
 * @param expired invitations and offers that ran out, or ended with the claiming of their wish
 * @param withdrawn invitations and offers that were withdrawn, or ended with the withdrawal of
 *     their wish
 */
public record InvitationCounts(
    long sent, long offered, long accepted, long declined, long expired, long withdrawn) {

  /** No invitations. */
  public static final InvitationCounts NONE = new InvitationCounts(0, 0, 0, 0, 0, 0);

  /** Adds the events of an invitation that happened in a period. */
  InvitationCounts plus(InvitationFigures one, Selection.Window period) {
    int begun = period.holds(one.invitedAt()) ? 1 : 0;
    String end = one.endedAt() != null && period.holds(one.endedAt()) ? one.state() : "";
    return new InvitationCounts(
        sent + (one.offered() ? 0 : begun),
        offered + (one.offered() ? begun : 0),
        accepted + (end.equals("ACCEPTED") ? 1 : 0),
        declined + (end.equals("DECLINED") ? 1 : 0),
        expired + (end.equals("EXPIRED") ? 1 : 0),
        withdrawn + (end.equals("WITHDRAWN") ? 1 : 0));
  }
}
