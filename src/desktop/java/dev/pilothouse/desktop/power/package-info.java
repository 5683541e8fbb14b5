/** Sleep and power supply of the machine. */
package dev.pilothouse.desktop.power;
