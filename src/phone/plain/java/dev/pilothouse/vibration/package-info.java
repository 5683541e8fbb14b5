/** The device's vibration, as far as the build has a library for it. */
@NullMarked
package dev.pilothouse.vibration;

import org.jspecify.annotations.NullMarked;
