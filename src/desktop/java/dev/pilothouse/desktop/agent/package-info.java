/** The port to one session with one agent: its adapter, its events, and the policies of an agent. */
package dev.pilothouse.desktop.agent;
