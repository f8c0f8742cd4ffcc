package org.microwish.wish.lifecycle;

/**
 * A confirmation in the resident's place.
 *
 * @param conflicted the proxy is claimant, participant or steward of a claiming organisation
 * @param hasEvidence evidence of the resident's word is on record
 */
public record Proxy(ProxyReason reason, boolean conflicted, boolean hasEvidence) {}
