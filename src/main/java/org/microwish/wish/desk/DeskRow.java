package org.microwish.wish.desk;

import java.time.Instant;
import org.microwish.wish.Wish;

/**
 * A row of the desk's list of wishes.
 *
 * @param key the time by which the list is sorted; the time of creation if the list is sorted by id
 */
public record DeskRow(Wish wish, Instant key) {}
