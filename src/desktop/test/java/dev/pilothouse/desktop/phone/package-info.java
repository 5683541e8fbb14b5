/** The phone app on a desk: the real client against a real host, and what a phone does to it. */
package dev.pilothouse.desktop.phone;
