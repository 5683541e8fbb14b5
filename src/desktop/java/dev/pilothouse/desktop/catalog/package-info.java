/** The agents that a host can start: the built-in ones, those of {@code agents.json}, and how each is started. */
package dev.pilothouse.desktop.catalog;
