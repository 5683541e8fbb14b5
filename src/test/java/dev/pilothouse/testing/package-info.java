/** Helpers that several test packages share: random data, fuzzing, and JavaFX windows and frames. */
package dev.pilothouse.testing;
