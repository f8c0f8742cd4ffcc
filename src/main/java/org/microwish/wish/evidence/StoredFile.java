package org.microwish.wish.evidence;

/**
 * A file as it lies in the store.
 *
 * @param size in bytes
 * @param sha256 of those bytes, 64 lower-case hexadecimal digits
 */
public record StoredFile(long size, String sha256) {}
