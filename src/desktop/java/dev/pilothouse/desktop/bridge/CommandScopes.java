package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.Scope;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.session.Intent;

/** The one table of what a device must be allowed to do for each command. */
public final class CommandScopes {
    private CommandScopes() {}

    public static Scope neededFor(Intent intent) {
        return intent instanceof Intent.AnswerPending ? Scope.ANSWER : Scope.STEER;
    }

    /** Intents are asked for by {@link #neededFor(Intent)}, after the look-up of earlier outcomes. */
    static Scope neededFor(ClientMessage message) {
        if (message instanceof ClientMessage.Admin) {
            return Scope.ADMIN;
        }
        // Names of files are more than a viewer of sessions is meant to see.
        return message instanceof ClientMessage.ListDirectory
                        || message instanceof ClientMessage.FindFiles
                        || message instanceof ClientMessage.PutBlob
                ? Scope.STEER
                : Scope.VIEW;
    }
}
