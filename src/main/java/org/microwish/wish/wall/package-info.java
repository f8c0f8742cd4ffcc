/**
 * The wall: lists of wishes and single wishes for everybody, kept ready to be sent. Entry point:
 * {@link org.microwish.wish.wall.WallResource}. Depends on {@code wish}, which does not know it.
 */
package org.microwish.wish.wall;
