/**
 * Child processes: starting them, draining their pipes, noticing their end and ending whole process trees. Nothing
 * outside {@code desktop} may start a process, and inside it everybody goes through {@link
 * dev.pilothouse.desktop.process.ProcessLauncher}.
 */
package dev.pilothouse.desktop.process;
