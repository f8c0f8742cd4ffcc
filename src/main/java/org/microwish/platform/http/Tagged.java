package org.microwish.platform.http;

/**
 * A view with its entity tag. {@link ReadAnswers} sends the tag, and 304 instead of the view if the
 * client has the current version.
 */
public interface Tagged {

  /** The tag of the state that the view shows. */
  ETag tag();
}
