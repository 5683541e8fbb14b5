package dev.pilothouse.ui.jobs;

import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.HostGateway.Reply;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** The form for a check in a session's directory. Confined to the FX thread. There is nothing to close. */
public final class CheckPresenter {
    private final HostLink link;
    private final SessionId sessionId;
    private final Executor fx;
    private final Runnable started;
    private final StringProperty commands = new SimpleStringProperty(this, "commands", "");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");
    private final ReadOnlyBooleanWrapper mayRun = new ReadOnlyBooleanWrapper(this, "mayRun");
    private boolean sent;

    /** @param started called when the host has the job */
    public CheckPresenter(HostLink link, SessionId sessionId, Executor fx, Runnable started) {
        this.link = link;
        this.sessionId = sessionId;
        this.fx = fx;
        this.started = started;
        render();
    }

    /** The lines for the shell; without any, the check of the repository runs. */
    public StringProperty commandsProperty() {
        return commands;
    }

    /** A sentence about why it did not start; may be empty. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty mayRunProperty() {
        return mayRun.getReadOnlyProperty();
    }

    private void render() {
        boolean may = link.reader().host().scope().covers(Scope.STEER);
        mayRun.set(may && !sent);
        if (!may) {
            problem.set(Texts.text("check.mayNot"));
        }
    }

    public void onRun() {
        if (!mayRun.get()) {
            return;
        }
        List<String> lines =
                commands.get().lines().filter(line -> !line.isBlank()).toList();
        sent = true;
        problem.set("");
        render();
        link.host()
                .check(sessionId, lines, 0, false)
                .thenAcceptAsync(
                        reply -> {
                            sent = false;
                            render();
                            if (reply instanceof Reply.Refused<?> refused) {
                                problem.set(HostTexts.text(refused.sentence()));
                            } else {
                                started.run();
                            }
                        },
                        fx);
    }
}
