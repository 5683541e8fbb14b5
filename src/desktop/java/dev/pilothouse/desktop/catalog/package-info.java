/** The agents that a host can start: the built-in ones, those of {@code agents.json}, and how each is started. */
@NullMarked
package dev.pilothouse.desktop.catalog;

import org.jspecify.annotations.NullMarked;
