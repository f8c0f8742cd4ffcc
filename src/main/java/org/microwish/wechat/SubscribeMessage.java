package org.microwish.wechat;

import java.util.Map;

/**
 * A message from a template.
 *
 * @param openid the recipient
 * @param page the page that the message opens, without a leading slash
 * @param values the template's fields by name, within the limits of their types, see {@link
 *     TemplateField}
 */
public record SubscribeMessage(
    String openid, String template, String page, Map<String, String> values) {

  public SubscribeMessage {
    values = Map.copyOf(values);
  }

  /** Hides the recipient from logs. */
  @Override
  public String toString() {
    return "SubscribeMessage[" + template + "]";
  }
}
