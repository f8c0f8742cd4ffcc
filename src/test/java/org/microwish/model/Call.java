package org.microwish.model;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One request and its answer.
 *
 * @param key the idempotency key, or null
 * @param sent nanoseconds of this JVM's clock, before the first byte was sent
 * @param done the same, after the last byte came
 * @param text the body of the answer
 */
record Call(
    int client,
    Command command,
    String key,
    long sent,
    long done,
    int status,
    String text,
    JsonNode body) {

  boolean accepted() {
    return status / 100 == 2;
  }

  /** Why it was refused: the rule's reason where the problem names one, else its code. */
  String refusal() {
    return body.has("reason") ? body.path("reason").asText() : body.path("code").asText();
  }

  String entry() {
    return body.at("/ledger/entryId").asText();
  }

  String wish() {
    return command.wish() == null ? body.path("wishId").asText() : command.wish();
  }

  /** What an idempotency key of it belongs to. */
  String scope() {
    return command.actor().account() + " " + command.op().operation + " " + key;
  }

  /** What the key stands for. */
  String request() {
    return command.op().path + " " + command.wish() + " " + command.claim() + command.body();
  }

  @Override
  public String toString() {
    return "%9.3f %9.3f ms client %d %s %s wish %s claim %s %s%s key %s -> %d %s"
        .formatted(
            sent / 1e6,
            done / 1e6,
            client,
            command.actor(),
            command.op(),
            wish(),
            command.claim(),
            command.body(),
            command.ifMatch() == 0 ? "" : " if version " + command.ifMatch(),
            key,
            status,
            accepted()
                ? "version " + body.path("version") + " " + body.path("state").asText()
                : refusal());
  }
}
