package dev.pilothouse.desktop.cli;

import com.google.gson.JsonObject;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.platform.FileSecureStore;
import dev.pilothouse.protocol.WireEnum;
import dev.pilothouse.session.IntentResult;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A full client on the command line, with its own identity. */
@Command(
        name = "ctl",
        description = "Watches and steers the sessions of a host that this profile is paired with.",
        synopsisSubcommandLabel = "COMMAND")
final class CtlCommand implements Runnable, HostCommandRoot {

    @ParentCommand
    private RootCommand root;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ProfileOptions profile;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? " + String.join(", ", CommandTree.CTL) + ".");
    }

    @Override
    public Terminal terminal() {
        return root.terminal();
    }

    @Override
    public boolean json() {
        return root.json();
    }

    FileSecureStore secrets() {
        return profile.secrets();
    }

    List<PairedHost> hosts() throws CommandFailure {
        return profile.hosts();
    }

    static CommandFailure unreadable(Exception e) {
        return ProfileOptions.unreadable(e);
    }

    /** Connects to the selected host. */
    HostConnection connect() throws CommandFailure {
        return profile.connect(terminal());
    }

    @Override
    public HostConnection admin(Path dataFolder) throws CommandFailure {
        return connect();
    }

    static SessionId session(String text) throws CommandFailure {
        try {
            return new SessionId(text);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("This is not a session's id: " + text);
        }
    }

    /** Prints that a request is done: a sentence, or an object with what it was about. */
    void done(String name, String value, String text) {
        if (json()) {
            JsonObject json = new JsonObject();
            json.addProperty(name, value);
            terminal().json(json);
        } else {
            terminal().line(text);
        }
    }

    /** Prints the result of an intent. */
    int done(IntentResult.Accepted accepted, String text) {
        if (json()) {
            JsonObject json = new JsonObject();
            json.addProperty("requestId", accepted.requestId().value());
            json.addProperty("outcome", WireEnum.toWire(accepted.outcome()));
            json.addProperty("seq", accepted.seq());
            terminal().json(json);
        } else {
            terminal().line(text);
        }
        return 0;
    }
}
