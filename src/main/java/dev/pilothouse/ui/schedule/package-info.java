/** The schedules of hosts: their list, and the form of one. */
@NullMarked
package dev.pilothouse.ui.schedule;

import org.jspecify.annotations.NullMarked;
