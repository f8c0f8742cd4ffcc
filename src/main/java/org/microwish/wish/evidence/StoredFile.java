package org.microwish.wish.evidence;

/**
 * A cleaned file, before it is sealed.
 *
 * @param size in bytes
 * @param sha256 of those bytes, 64 lower-case hexadecimal digits
 */
public record StoredFile(long size, String sha256) {}
