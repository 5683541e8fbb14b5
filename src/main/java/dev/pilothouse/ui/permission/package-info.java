/** What agents ask the person: the cards above the composer, and the inbox of all hosts' open questions. */
package dev.pilothouse.ui.permission;
