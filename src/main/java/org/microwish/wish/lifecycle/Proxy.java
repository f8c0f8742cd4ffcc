package org.microwish.wish.lifecycle;

/**
 * Facts about a person who confirms for the resident.
 *
 * @param conflicted the proxy is claimant, participant or steward of a claiming organisation
 * @param hasEvidence evidence of the resident's statement is on record
 */
public record Proxy(ProxyReason reason, boolean conflicted, boolean hasEvidence) {}
