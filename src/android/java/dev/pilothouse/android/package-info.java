/** The entry of the Android build. What it needs of the device is found through Gluon Attach, in {@code platform.attach}. */
package dev.pilothouse.android;
