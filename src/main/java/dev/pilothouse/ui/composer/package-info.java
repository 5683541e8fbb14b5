/** The composer, in which the user writes to an agent: draft, attachments, queue, mode and model, stop. */
@NullMarked
package dev.pilothouse.ui.composer;

import org.jspecify.annotations.NullMarked;
