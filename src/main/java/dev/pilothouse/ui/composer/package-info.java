/** The composer, in which the user writes to an agent: draft, attachments, queue, mode and model, stop. */
package dev.pilothouse.ui.composer;
