/** The machine that a host runs on: diagnosis, services, sleep, disk, logs and the single window. */
package dev.pilothouse.desktop.machine;
