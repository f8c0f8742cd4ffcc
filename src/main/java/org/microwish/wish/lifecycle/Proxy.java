package org.microwish.wish.lifecycle;

/**
 * Facts about a person who confirms, or reports dissatisfaction, for the resident.
 *
 * @param conflicted true if the proxy made an active claim on the wish, holds or takes part in such
 *     a claim, or belongs to its organisation
 * @param hasEvidence true if the command names at least one evidence file of the resident's
 *     statement, and all named files belong to this wish itself
 */
public record Proxy(ProxyReason reason, boolean conflicted, boolean hasEvidence) implements Voice {}
