/** The jobs of the hosts: their progress, output and outcome. */
@NullMarked
package dev.pilothouse.ui.jobs;

import org.jspecify.annotations.NullMarked;
