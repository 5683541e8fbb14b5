/**
 * Schedules of a host: sessions that start at set times.
 */
@NullMarked
package dev.pilothouse.desktop.schedule;

import org.jspecify.annotations.NullMarked;
