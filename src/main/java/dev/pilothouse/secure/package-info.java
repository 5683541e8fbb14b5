/**
 * Keys and the end-to-end channel between a device and a host: {@code Noise_IK_25519_ChaChaPoly_SHA256} and the framing
 * inside it. Only this package uses the Noise library.
 */
@NullMarked
package dev.pilothouse.secure;

import org.jspecify.annotations.NullMarked;
