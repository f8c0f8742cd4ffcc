/**
 * Hashes of credentials, the only form in which the database stores them. Entry points: {@link
 * org.microwish.login.credential.SecretHashes} for passwords and client secrets, {@link
 * org.microwish.login.credential.OneTimeCode} for codes that are shown once. Depends on {@code
 * platform} and {@code problem}.
 */
package org.microwish.login.credential;
