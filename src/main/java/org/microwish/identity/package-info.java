/**
 * Who is calling and what they may do: the {@link org.microwish.identity.Caller} read from the
 * bearer token, and the roles. Depends on {@code problem} only.
 */
package org.microwish.identity;
