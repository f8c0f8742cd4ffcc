package org.microwish.sample;

import org.microwish.wish.lifecycle.Category;

/**
 * A second-level category of the sample street; each service area configures its own.
 *
 * @param code upper case, in no other category
 */
public record SampleSubcategory(String code, Category category, String nameZh, String nameEn) {}
