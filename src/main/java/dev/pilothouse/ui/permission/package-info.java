/** Open questions and permission requests of agents: the cards above the composer, and the inbox of all hosts. */
@NullMarked
package dev.pilothouse.ui.permission;

import org.jspecify.annotations.NullMarked;
