package dev.pilothouse.desktop.cli;

import com.google.gson.JsonObject;
import dev.pilothouse.session.HostView;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows or sets whether the running host listens on its networks. */
@Command(
        name = "share",
        description = {
            "Shows whether paired devices of the network can connect to the running host, or changes it.",
            "The host remembers it only while it runs."
        })
final class ShareCommand implements Callable<Integer> {

    private static final class Actions extends ActionArgument {
        Actions() {
            super("on", "off");
        }
    }

    @ParentCommand
    private HostCommandRoot parent;

    @Mixin
    private DataFolderOption data;

    @Parameters(
            paramLabel = "on|off",
            arity = "0..1",
            completionCandidates = Actions.class,
            description = "Whether they can from now on.")
    private @Nullable String wanted;

    @Override
    public Integer call() throws CommandFailure {
        try (HostConnection host = parent.admin(data.folder())) {
            HostView view = host.view();
            if (wanted != null) {
                boolean on = wanted.equals("on");
                host.value(host.client().host().setSharing(on));
                view = host.awaitView(
                        seen -> seen.sharing().sharing() == on,
                        HostConnection.ANSWER_TIMEOUT,
                        "The host did not confirm the change in time.");
            }
            boolean sharing = view.sharing().sharing();
            if (parent.json()) {
                JsonObject json = new JsonObject();
                json.addProperty("sharing", sharing);
                parent.terminal().json(json);
            } else {
                parent.terminal()
                        .line(
                                sharing
                                        ? "Paired devices of the network can connect."
                                        : "Only this computer can connect.");
            }
            return 0;
        }
    }
}
