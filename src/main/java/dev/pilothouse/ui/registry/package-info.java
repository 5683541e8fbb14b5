/** The agents that a host can install, and the form of a person's own ones. */
@NullMarked
package dev.pilothouse.ui.registry;

import org.jspecify.annotations.NullMarked;
