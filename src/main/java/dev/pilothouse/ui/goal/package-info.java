/** The goal of a session: its form, its progress and what a person can decide. */
@NullMarked
package dev.pilothouse.ui.goal;

import org.jspecify.annotations.NullMarked;
