package org.microwish.wish.category;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.microwish.wish.lifecycle.Category;

/** A second-level category, configured per installation. */
@Entity
@Table(name = "subcategory")
public class ConfiguredCategory {
  @Id public String code;

  @Enumerated(EnumType.STRING)
  public Category category;

  public String nameZh;
  public String nameEn;

  /** Whether new wishes may use this subcategory. */
  public boolean active;

  public long version;
}
