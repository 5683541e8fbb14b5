/**
 * Keys and the end-to-end channel between a device and a host: {@code Noise_IK_25519_ChaChaPoly_SHA256} and the
 * framing inside it. The only package that sees the Noise library.
 */
package dev.pilothouse.secure;
