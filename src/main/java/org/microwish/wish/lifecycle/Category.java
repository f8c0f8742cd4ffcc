package org.microwish.wish.lifecycle;

/** The first level of categories; the second is configurable (table {@code subcategory}). */
public enum Category {
  /** 物资帮扶. */
  GOODS,
  /** 便民服务. */
  SERVICE,
  /** 公益发展. */
  PUBLIC_GOOD
}
