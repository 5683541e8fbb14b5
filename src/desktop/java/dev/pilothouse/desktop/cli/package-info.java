/**
 * The command line: thin commands over the same client classes as the app, and the headless host. Standard output is
 * data, standard error is for users; the exit code reports the result.
 */
package dev.pilothouse.desktop.cli;
