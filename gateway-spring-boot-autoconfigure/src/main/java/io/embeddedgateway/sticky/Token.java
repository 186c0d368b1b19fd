package io.embeddedgateway.sticky;

/**
 * What a token that is valid says.
 *
 * @param tag stands for the instance
 * @param expiry the second since 1970 from which on the token counts no more
 */
record Token(String tag, long expiry) {
}
