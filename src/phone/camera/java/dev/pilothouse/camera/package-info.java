/** The device's camera, as far as the build has a library for it. */
@NullMarked
package dev.pilothouse.camera;

import org.jspecify.annotations.NullMarked;
