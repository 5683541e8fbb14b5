/** Keeps to one window per data folder, and hands the arguments of a second start to it. */
@NullMarked
package dev.pilothouse.desktop.instance;

import org.jspecify.annotations.NullMarked;
