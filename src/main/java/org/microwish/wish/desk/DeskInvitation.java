package org.microwish.wish.desk;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Confidential;
import org.microwish.wish.invitation.InvitationResource;
import org.microwish.wish.lifecycle.WishState;

/**
 * An invitation with the names that staff read.
 *
 * @param wishTitle the public title
 * @param claimantName the name of the organisation, or the masked name of the member; null once
 *     erased
 */
@Schema(
    name = "DeskInvitation",
    description = "An invitation, or a place in a waiting list, with the names that staff read.")
public record DeskInvitation(
    InvitationResource.View invitation,
    @Schema(nullable = true) String wishTitle,
    WishState wishState,
    @Schema(
            nullable = true,
            description =
                "The organisation's name, or the masked name of the member; null once erased")
        Confidential claimantName) {}
