/**
 * Photos and receipts that people upload as evidence. {@link
 * org.microwish.evidence.EvidenceSanitizer} detects a file's type from its bytes and creates the
 * clean copy that may be stored; {@link org.microwish.evidence.SealedEvidence} encrypts the copy,
 * and {@link org.microwish.evidence.EvidenceStore} stores the encrypted bytes. Images are decoded
 * and encoded again with the JDK's ImageIO, and TwelveMonkeys' reader for WebP; PDFs are copied
 * object by object with PDFBox. Lossless and transparent WebP is refused, because the decoder of
 * lossless WebP has no limits. HEIC is refused, because neither browsers nor the mini-program on
 * Android show it and the WeChat picker delivers JPEG. Videos are refused, because they have too
 * many places that can hold a geographic position, and because they exceed the size limit.
 */
package org.microwish.evidence;
