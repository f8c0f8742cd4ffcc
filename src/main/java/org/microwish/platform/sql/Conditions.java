package org.microwish.platform.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Joins the filters of a list into the condition of a query; a null asks for nothing. */
public final class Conditions {

  private final List<String> terms = new ArrayList<>();
  private final Map<String, Object> parameters = new LinkedHashMap<>();

  /** The field has that value. */
  public void equal(String field, Object value) {
    if (value != null) {
      terms.add(field + " = :" + bind(value));
    }
  }

  /** The field is a path in the subtree of that path. */
  public void subtree(String field, String path) {
    if (path != null && !path.isEmpty()) {
      terms.add(field + " like :" + bind(path + "%"));
    }
  }

  /** The field contains that text, taken literally; the column's collation decides on case. */
  public void contains(String field, String text) {
    if (text != null && !text.isBlank()) {
      String literal = text.strip().replace("!", "!!").replace("%", "!%").replace("_", "!_");
      terms.add(field + " like :" + bind("%" + literal + "%") + " escape '!'");
    }
  }

  /** The field comes after that value: the page behind a cursor. */
  public void after(String field, Object value) {
    if (value != null) {
      terms.add(field + " > :" + bind(value));
    }
  }

  /**
   * A term of its own.
   *
   * @param term HQL in which {@code ?} stands for each of the values
   */
  public void add(String term, Object... values) {
    StringBuilder text = new StringBuilder();
    int next = 0;
    for (int i = 0; i < term.length(); i++) {
      if (term.charAt(i) == '?') {
        text.append(':').append(bind(values[next++]));
      } else {
        text.append(term.charAt(i));
      }
    }
    terms.add("(" + text + ")");
  }

  /** The condition; true where nothing was asked for. */
  public String where() {
    return terms.isEmpty() ? "1 = 1" : String.join(" and ", terms);
  }

  /** The values of the condition's parameters, by name. */
  public Map<String, Object> parameters() {
    return parameters;
  }

  private String bind(Object value) {
    String name = "p" + parameters.size();
    parameters.put(name, value);
    return name;
  }
}
