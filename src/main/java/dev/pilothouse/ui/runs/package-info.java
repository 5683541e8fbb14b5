/** Runs: several sessions for one intention, each as a card. */
@NullMarked
package dev.pilothouse.ui.runs;

import org.jspecify.annotations.NullMarked;
