/** The targets of notifications away from the app: their list, and the form of one. */
@NullMarked
package dev.pilothouse.ui.targets;

import org.jspecify.annotations.NullMarked;
