/** The machine that a host runs on: whether all is in order, its services, its sleep, its disk, its figures. */
package dev.pilothouse.desktop.machine;
