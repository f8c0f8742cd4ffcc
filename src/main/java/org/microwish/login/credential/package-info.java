/**
 * What proves who somebody is, as the database may know it: hashes of passwords and secrets, codes
 * that are shown once. Entry points: {@link org.microwish.login.credential.SecretHashes} for what
 * people choose, {@link org.microwish.login.credential.OneTimeCode} for what we make. Depends on
 * {@code platform} and {@code problem}.
 */
package org.microwish.login.credential;
