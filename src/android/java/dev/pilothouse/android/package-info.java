/** The entry point of the Android build. Device services come from Gluon Attach, in {@code platform.attach}. */
package dev.pilothouse.android;
