package org.microwish.platform.http;

/**
 * A view that knows its entity tag. {@link ReadAnswers} adds the tag to the response as an ETag
 * header, and sends 304 without the view if the client already has the current version.
 */
public interface Tagged {

  /** Returns the tag of the version that the view shows. */
  ETag tag();
}
