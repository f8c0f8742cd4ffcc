package org.microwish.party;

/**
 * Filters for listing divisions; a null component does not filter.
 *
 * @param subtree the path of a division; matches that division and all divisions below it
 * @param parent the code of the direct parent
 * @param name a substring of the name
 * @param sort the order of the list; null sorts by path
 */
public record DivisionFilter(
    String subtree, String parent, DivisionLevel level, String name, SortedBy sort) {}
