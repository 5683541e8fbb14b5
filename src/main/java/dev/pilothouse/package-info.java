/**
 * Pilothouse: run many CLI coding agents on a host, and watch and steer them from a desktop window or a phone.
 *
 * <p>The root holds nothing itself; each package below it has one reason to exist, said in its own package-info.
 */
@NullMarked
package dev.pilothouse;

import org.jspecify.annotations.NullMarked;
