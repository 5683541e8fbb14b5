/**
 * Session state and the pure function that folds updates into it, used by host and client; the client's store of that
 * state; and the ports through which a user interface reads and controls sessions. Depends on neither sockets nor
 * JavaFX.
 */
@NullMarked
package dev.pilothouse.session;

import org.jspecify.annotations.NullMarked;
