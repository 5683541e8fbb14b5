/**
 * Where an agent runs that does not run on the host itself: the local command that leads there, and the script that starts
 * the agent at the other end and ends it with the connection. Pure; processes belong to {@code desktop.process}.
 */
package dev.pilothouse.desktop.runner;
