/**
 * The command line: thin commands over the same client classes as the app, and the headless host. Standard output is
 * data, standard error is for people; the exit code says what became of it.
 */
package dev.pilothouse.desktop.cli;
