/**
 * Bulk traffic: imports of organisations, members, check-ins and wishes from CSV and NDJSON. Entry
 * point: {@link org.microwish.transfer.ImportResource}. A job is stored first and worked off in
 * small transactions by any instance; each row comes in once by its own external key, through the
 * same services as the API. Depends on {@code party}, {@code wish}, {@code funding}, {@code
 * privacy}, {@code identity}, {@code platform}, {@code problem}.
 */
package org.microwish.transfer;
