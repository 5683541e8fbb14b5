/** The entry point of the iOS build. Device services come from Gluon Attach, in {@code platform.attach}. */
package dev.pilothouse.ios;
