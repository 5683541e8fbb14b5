/** The app's client classes against a real host. */
package dev.pilothouse.desktop.client;
