/** The page of tokens and cost. */
@NullMarked
package dev.pilothouse.ui.usage;

import org.jspecify.annotations.NullMarked;
