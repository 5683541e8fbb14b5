/** Agents as child processes: the port to one session with one agent, the adapters behind it, and the catalogue. */
package dev.pilothouse.desktop.agent;
