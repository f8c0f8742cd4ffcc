/**
 * Groups (团体): teams, clubs, studios, enterprises, partners, alliances and expert pools, and who
 * belongs to them. Entry points: {@link org.microwish.group.GroupResource} and {@link
 * org.microwish.group.MembershipResource}. Depends on {@code lifecycle} and {@code party}.
 */
package org.microwish.group;
