/** Sleep and power supply of the machine. */
@NullMarked
package dev.pilothouse.desktop.power;

import org.jspecify.annotations.NullMarked;
