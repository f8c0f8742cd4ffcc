package org.microwish.suites.model;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One request and its answer.
 *
 * @param key the idempotency key, or null
 * @param sent {@link System#nanoTime()} before the first byte was sent
 * @param done {@link System#nanoTime()} after the last byte was received
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

  /** Returns why the command was refused: the rule's reason if given, else the problem's code. */
  String refusal() {
    return body.has("reason") ? body.path("reason").asText() : body.path("code").asText();
  }

  String entry() {
    return body.at("/ledger/entryId").asText();
  }

  String wish() {
    return command.wish() == null ? body.path("wishId").asText() : command.wish();
  }

  /** Returns the scope in which the idempotency key is unique: account, operation and key. */
  String scope() {
    return command.actor().account() + " " + command.op().operation + " " + key;
  }

  /** Returns the request that the key identifies. */
  String request() {
    return "%s %s %s %s%s"
        .formatted(
            command.op().path,
            command.wish(),
            command.claim(),
            command.invitation(),
            command.body());
  }

  @Override
  public String toString() {
    return "%9.3f %9.3f ms client %d %s %s wish %s claim %s invitation %s %s%s key %s -> %d %s"
        .formatted(
            sent / 1e6,
            done / 1e6,
            client,
            command.actor(),
            command.op(),
            wish(),
            command.claim(),
            command.invitation(),
            command.body(),
            command.ifMatch() == 0 ? "" : " if version " + command.ifMatch(),
            key,
            status,
            accepted()
                ? "version " + body.path("version") + " " + body.path("state").asText()
                : refusal());
  }
}
