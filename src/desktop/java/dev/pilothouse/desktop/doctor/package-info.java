/** The checks of {@code pilothouse doctor}. */
@NullMarked
package dev.pilothouse.desktop.doctor;

import org.jspecify.annotations.NullMarked;
