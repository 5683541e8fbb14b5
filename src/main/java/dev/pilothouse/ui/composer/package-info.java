/** Where the person writes to an agent: draft, queue, mode and model, stop. */
package dev.pilothouse.ui.composer;
