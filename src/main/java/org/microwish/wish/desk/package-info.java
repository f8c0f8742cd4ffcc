/**
 * The lists with which the staff of a division work: wishes and claims by state and deadline, and
 * numbers of wishes by state. Entry point: {@link org.microwish.wish.desk.DeskResource}. Depends on
 * {@code wish}, {@code wish.claim} and {@code wish.wall}, which do not depend on this package.
 */
package org.microwish.wish.desk;
