package org.microwish.party;

/**
 * Which divisions to list; null asks for nothing.
 *
 * @param subtree the path above them; the division itself is among them
 * @param parent the code right above them
 * @param name a part of the name
 */
public record DivisionFilter(String subtree, String parent, DivisionLevel level, String name) {}
