/**
 * The state of sessions and the one pure function that folds updates into it, used by host and client alike; the
 * client's store of it; and the ports through which a user interface reads and steers. Knows neither sockets nor JavaFX.
 */
package dev.pilothouse.session;
