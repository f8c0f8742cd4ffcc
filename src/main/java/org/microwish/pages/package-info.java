/**
 * The pages for people: templates of Qute in {@code templates}, texts in {@code
 * pages_zh.properties} and {@code pages_en.properties}, scripts and the style sheet in {@code
 * META-INF/resources/assets}. They can be read without scripts, and show only what the public API
 * shows. Entry point: {@link org.microwish.pages.PageResource}. Depends on the packages whose data
 * it shows; none depends on it.
 */
package org.microwish.pages;
