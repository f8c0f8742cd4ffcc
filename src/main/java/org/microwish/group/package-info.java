/**
 * Groups (团体): teams, clubs, studios, enterprises, partners, alliances and expert pools, and who
 * belongs to them. Entry points: {@link org.microwish.group.GroupResource} and {@link
 * org.microwish.group.MembershipResource}. Depends on {@code group.lifecycle}, {@code caller},
 * {@code ledger}, {@code lifecycle}, {@code party}, {@code platform}, {@code privacy} and {@code
 * problem}.
 */
package org.microwish.group;
