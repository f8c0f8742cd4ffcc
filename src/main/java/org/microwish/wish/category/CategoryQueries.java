package org.microwish.wish.category;

import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.microwish.wish.lifecycle.Category;

/** Queries for the configured second-level categories. */
interface CategoryQueries {

  @HQL("from ConfiguredCategory where category = :category order by code")
  List<ConfiguredCategory> below(Category category);

  @HQL(
      """
      select count(*) from ConfiguredCategory
      where code = :code and category = :category and active = true
      """)
  long countActive(String code, Category category);

  @SQL(
      """
      INSERT INTO subcategory (code, category, name_zh, name_en, active, version)
      VALUES (:code, :category, :nameZh, :nameEn, :active, 1)
      ON DUPLICATE KEY UPDATE category = :category, name_zh = :nameZh, name_en = :nameEn,
        active = :active, version = version + 1
      """)
  int configure(String code, String category, String nameZh, String nameEn, boolean active);

  @HQL("select version from ConfiguredCategory where code = :code")
  long version(String code);
}
