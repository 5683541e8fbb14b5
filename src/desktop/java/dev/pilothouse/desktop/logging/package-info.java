/** Sets up the log files. */
package dev.pilothouse.desktop.logging;
