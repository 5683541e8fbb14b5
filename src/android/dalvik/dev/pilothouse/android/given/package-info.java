/** What runs on Android's own machine, beside the native image. Compiled for it apart from all else. */
package dev.pilothouse.android.given;
