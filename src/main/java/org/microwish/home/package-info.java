/**
 * What a front end shows first: the first screen in one request, and the dictionary of labels.
 * Entry points: {@link org.microwish.home.HomeResource} and {@link
 * org.microwish.home.DictionaryResource}. Depends on the packages whose data it shows; none depends
 * on it.
 */
package org.microwish.home;
