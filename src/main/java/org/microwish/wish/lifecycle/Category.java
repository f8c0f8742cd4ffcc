package org.microwish.wish.lifecycle;

/** The first level of categories; the second level is configurable (table {@code subcategory}). */
public enum Category {
  /** Help with goods (物资帮扶). */
  GOODS,
  /** Services for everyday life (便民服务). */
  SERVICE,
  /** Work for the public good (公益发展). */
  PUBLIC_GOOD
}
