package org.microwish.suites.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.TreeMap;

/** Writes request bodies; the same content always gives the same bytes. */
final class Json {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Json() {}

  static String write(Object body) {
    try {
      return JSON.writeValueAsString(new TreeMap<>((Map<?, ?>) body));
    } catch (JsonProcessingException notWritable) {
      throw new AssertionError(notWritable);
    }
  }
}
