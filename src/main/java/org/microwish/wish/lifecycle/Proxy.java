package org.microwish.wish.lifecycle;

/**
 * Facts about a person who confirms, or reports dissatisfaction, for the resident.
 *
 * @param conflicted the proxy made, or is claimant or participant of, an active claim on the wish,
 *     or acts for that claim's organisation
 * @param hasEvidence the command names evidence of the resident's statement, and all of it is
 *     stored on this wish
 */
public record Proxy(ProxyReason reason, boolean conflicted, boolean hasEvidence) {}
