/**
 * Loads the sample street, which is modelled on a real street's published figures and invented in
 * every row, from the files in {@code resources/sample} through the same services as the API. Entry
 * points: {@link org.microwish.sample.SampleStreet} reads the files; {@link
 * org.microwish.sample.SampleLoader} loads them. May depend on every feature; nothing depends on
 * it.
 */
package org.microwish.sample;
