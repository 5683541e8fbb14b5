/** Agents as child processes: the port to one session with one agent, its adapters, and the catalogue. */
package dev.pilothouse.desktop.agent;
