/** The composer, in which the user writes to an agent: draft, queue, mode and model, stop. */
package dev.pilothouse.ui.composer;
