/**
 * Photos and receipts that people upload as evidence. {@link
 * org.microwish.evidence.EvidenceSanitizer} decides by its bytes what a file is and makes the copy
 * that may be stored; {@link org.microwish.evidence.EvidenceStore} keeps it. Images are decoded and
 * encoded anew by the JDK's ImageIO, with TwelveMonkeys' reader for WebP; PDFs are copied object by
 * object with PDFBox. HEIC is refused, for neither browsers nor the mini-program on Android show it
 * and the WeChat picker hands out JPEG; so are films, which have more places for a position than
 * anyone can list and do not fit the size.
 */
package org.microwish.evidence;
