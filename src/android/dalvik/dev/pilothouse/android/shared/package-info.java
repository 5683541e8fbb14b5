/** Code that runs on the Android runtime, beside the native image. It is compiled separately from the rest. */
package dev.pilothouse.android.shared;
