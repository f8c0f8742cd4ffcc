/**
 * Loads the sample streets from the files in {@code resources/sample} through the same services as
 * the API. They are modelled on published figures; every row is fictitious. Entry points: {@link
 * org.microwish.sample.SampleStreet} reads the files; {@link org.microwish.sample.SampleLoader}
 * loads them. May depend on every feature; nothing depends on it.
 */
package org.microwish.sample;
