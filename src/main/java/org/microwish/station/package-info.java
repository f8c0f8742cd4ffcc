/**
 * Stations (阵地): service centres, posts, pavilions, fields and halls with their attendants, spaces,
 * bookings and figures. Entry points: {@link org.microwish.station.StationResource}, {@link
 * org.microwish.station.SpaceResource}, {@link org.microwish.station.BookingResource} and {@link
 * org.microwish.station.SpaceSlots}. Depends on {@code station.lifecycle}, {@code caller}, {@code
 * ledger}, {@code lifecycle}, {@code party}, {@code platform}, {@code privacy} and {@code problem}.
 */
package org.microwish.station;
