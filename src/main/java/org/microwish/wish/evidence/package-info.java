/**
 * Photos and receipts that show a wish's work. {@link
 * org.microwish.wish.evidence.EvidenceSanitizer} decides by its bytes what a file is and makes the
 * copy that may be stored; {@link org.microwish.wish.evidence.EvidenceStore} keeps it. Images are
 * rebuilt from a list of what shows the picture, so that no metadata, known or unknown, stays but
 * the orientation; a PDF, whose invoice signature covers its bytes, is kept as it came or refused.
 * HEIC is refused, for neither browsers nor the mini-program on Android show it and the WeChat
 * picker hands out JPEG; so are films, which have more places for a position than anyone can list
 * and do not fit the size. These parts depend on the JDK and Tika only.
 */
package org.microwish.wish.evidence;
