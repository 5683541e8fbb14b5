/** Crashes, kills and exhausted resources, with hosts, agents and clients as separate processes. */
package dev.pilothouse.desktop.chaos;
