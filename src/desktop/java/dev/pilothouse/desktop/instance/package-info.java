/** Keeps to one window per data folder, and hands the arguments of a second start to it. */
package dev.pilothouse.desktop.instance;
