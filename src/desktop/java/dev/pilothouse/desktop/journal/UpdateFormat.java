package dev.pilothouse.desktop.journal;

import com.google.gson.JsonObject;
import dev.pilothouse.model.JournaledUpdate;

/** How an update is written as JSON; the same form as on the bridge. Safe on any thread. */
public interface UpdateFormat {

    JsonObject encode(JournaledUpdate update);

    JournaledUpdate decode(JsonObject json) throws UnreadableException;

    /** The JSON is no update. */
    final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        public UnreadableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
