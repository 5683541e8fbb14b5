/**
 * The command line: thin commands over the same client classes as the app, and the headless host. Standard output is
 * data, standard error is for users; the exit code reports the result.
 */
@NullMarked
package dev.pilothouse.desktop.cli;

import org.jspecify.annotations.NullMarked;
