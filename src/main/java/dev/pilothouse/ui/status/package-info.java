/** The identity and the state of a session and of its host's connection, as texts and icons that all screens share. */
@NullMarked
package dev.pilothouse.ui.status;

import org.jspecify.annotations.NullMarked;
