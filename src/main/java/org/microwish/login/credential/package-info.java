/**
 * Credentials in the form that the database may store: hashes of passwords and client secrets, and
 * of codes that are shown once. Entry points: {@link org.microwish.login.credential.SecretHashes}
 * for passwords and client secrets, {@link org.microwish.login.credential.OneTimeCode} for one-time
 * codes. Depends on {@code platform} and {@code problem}.
 */
package org.microwish.login.credential;
