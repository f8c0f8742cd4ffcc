/**
 * Loads the sample streets from the files in {@code resources/sample} through the same services as
 * the API. The sample streets are modelled on published figures; every row is fictitious. Entry
 * points: {@link org.microwish.sample.SampleStreet} reads the files; {@link
 * org.microwish.sample.SampleLoader} loads their rows. This package may depend on every feature; no
 * package depends on it.
 */
package org.microwish.sample;
