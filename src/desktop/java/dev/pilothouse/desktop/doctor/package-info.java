/** The checks of {@code pilothouse doctor}. */
package dev.pilothouse.desktop.doctor;
