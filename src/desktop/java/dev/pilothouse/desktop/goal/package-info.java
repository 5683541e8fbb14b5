/** Goals: a session works until a check of the host passes, or one of its limits stops it. */
@NullMarked
package dev.pilothouse.desktop.goal;

import org.jspecify.annotations.NullMarked;
