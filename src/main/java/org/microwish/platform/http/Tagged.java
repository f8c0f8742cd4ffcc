package org.microwish.platform.http;

/**
 * A view that a read returns together with its entity tag: {@link ReadAnswers} sends the tag, and
 * 304 instead of the view to a client that has it.
 */
public interface Tagged {

  /** Names the state that is shown. */
  ETag tag();
}
