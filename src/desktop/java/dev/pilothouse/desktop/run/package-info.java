/**
 * Runs: work of several sessions for one intention, kept in a journal and continued after a restart. Each kind of run
 * has a driver.
 */
@NullMarked
package dev.pilothouse.desktop.run;

import org.jspecify.annotations.NullMarked;
