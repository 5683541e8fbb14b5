/**
 * The composition of a client: what is made at start, handed to whom, and closed in which order. Seen only by the
 * platforms.
 */
package dev.pilothouse.app;
