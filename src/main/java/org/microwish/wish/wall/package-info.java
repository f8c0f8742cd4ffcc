/**
 * The public wall: lists of wishes and single wishes, with a cache of serialised answers. Entry
 * point: {@link org.microwish.wish.wall.WallResource}. Depends on {@code wish}, which does not
 * depend on this package.
 */
package org.microwish.wish.wall;
