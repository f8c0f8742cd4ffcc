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

  /** The field comes after that value: the page behind a cursor. */
  public void after(String field, Object value) {
    if (value != null) {
      terms.add(field + " > :" + bind(value));
    }
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
