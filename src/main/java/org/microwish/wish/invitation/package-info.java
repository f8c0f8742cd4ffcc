/**
 * Invitations to claim a wish, and its waiting list. Entry points: {@link
 * org.microwish.wish.invitation.InvitationService} and the resources. Invitations are accepted by
 * claims, in {@code wish.claiming}. Depends on {@code wish}, {@code party}, {@code lifecycle} and
 * {@code platform}.
 */
package org.microwish.wish.invitation;
