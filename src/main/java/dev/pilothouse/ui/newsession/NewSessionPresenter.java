package dev.pilothouse.ui.newsession;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.DirectoryEntry;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.ExternalSession;
import dev.pilothouse.model.Scope;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.sessions.SessionKey;
import dev.pilothouse.ui.settings.KeptValues;
import dev.pilothouse.ui.text.Texts;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * Makes a new session. What a host refuses stays in the sheet with its reason, so that nothing has to be typed again.
 *
 * <p>Confined to the FX thread; ends with its sheet.
 */
public final class NewSessionPresenter {
    private static final AgentId DEMO = new AgentId("demo");
    private static final int SUGGESTIONS = 8;

    private final Executor fx;
    private final KeptValues kept;
    private final Consumer<SessionKey> made;
    private final ObservableList<HostLink> hosts = FXCollections.observableArrayList();
    private final ObservableList<AgentInfo> agents = FXCollections.observableArrayList();
    private final ObservableList<AgentMode> modes = FXCollections.observableArrayList();
    private final ObservableList<String> directories = FXCollections.observableArrayList();
    private final ObjectProperty<HostLink> host = new SimpleObjectProperty<>(this, "host");
    private final ObjectProperty<AgentInfo> agent = new SimpleObjectProperty<>(this, "agent");
    private final ObjectProperty<AgentMode> mode = new SimpleObjectProperty<>(this, "mode");
    private final StringProperty directory = new SimpleStringProperty(this, "directory", "");
    private final StringProperty prompt = new SimpleStringProperty(this, "prompt", "");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");
    private final ReadOnlyObjectWrapper<External> external =
            new ReadOnlyObjectWrapper<>(this, "external", External.HIDDEN);
    private int asked;
    private final ReadOnlyStringWrapper place = new ReadOnlyStringWrapper(this, "place", "");
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
    private String listed;
    private List<String> entries = List.of();

    /**
     * Sessions that the chosen agent has kept, as far as they are known. Immutable.
     *
     * @param text why there is none to show, empty if nothing is wrong
     */
    public record External(boolean shown, boolean loading, String text, List<ExternalSession> sessions) {
        static final External HIDDEN = new External(false, false, "", List.of());
    }

    /** @param made told which session was made */
    public NewSessionPresenter(List<HostLink> links, Executor fx, KeptValues kept, Consumer<SessionKey> made) {
        this.fx = fx;
        this.kept = kept;
        this.made = made;
        hosts.setAll(links.stream().filter(NewSessionPresenter::maySteer).toList());
        host.addListener((property, before, now) -> showHost(now));
        agent.addListener((property, before, now) -> showAgent(now));
        directory.addListener((property, before, now) -> complete());
        host.set(hosts.isEmpty() ? null : hosts.get(0));
        if (hosts.isEmpty()) {
            problem.set(Texts.text("newSession.noHost"));
        }
    }

    private static boolean maySteer(HostLink link) {
        HostView view = link.reader().host();
        return view.scope().covers(Scope.STEER) && view.connection() instanceof ConnectionState.Live;
    }

    public ObservableList<HostLink> hosts() {
        return hosts;
    }

    public ObservableList<AgentInfo> agents() {
        return agents;
    }

    /** The modes that the agent offered when it last ran; empty if it never did. */
    public ObservableList<AgentMode> modes() {
        return modes;
    }

    /** Directories of the host that complete what is typed. */
    public ObservableList<String> directories() {
        return directories;
    }

    public ObjectProperty<HostLink> hostProperty() {
        return host;
    }

    public ObjectProperty<AgentInfo> agentProperty() {
        return agent;
    }

    /** Null lets the agent start in its mode that asks. */
    public ObjectProperty<AgentMode> modeProperty() {
        return mode;
    }

    public StringProperty directoryProperty() {
        return directory;
    }

    public StringProperty promptProperty() {
        return prompt;
    }

    /** Why it cannot be made, empty if nothing is wrong. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Where the agent runs, if that is not the host itself; then nobody can say which directories there are. */
    public ReadOnlyStringProperty placeProperty() {
        return place.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    private void showHost(HostLink link) {
        agents.clear();
        directories.clear();
        listed = null;
        if (link == null) {
            return;
        }
        HostView view = link.reader().host();
        agents.setAll(view.agents().stream()
                .filter(AgentInfo::installed)
                .sorted(Comparator.comparing((AgentInfo info) -> info.agentId().equals(DEMO)))
                .toList());
        String last = kept.get("newSession.agent").orElse("");
        agent.set(agents.stream()
                .filter(info -> info.agentId().value().equals(last))
                .findFirst()
                .orElse(agents.isEmpty() ? null : agents.get(0)));
        beginDirectory();
    }

    /** Begins with the directory of the newest session in the same place, or with the home directory of the host. */
    private void beginDirectory() {
        HostLink link = host.get();
        String recent = lastDirectory(agent.get());
        if (!recent.isEmpty()) {
            directory.set(recent);
        } else if (link != null && place.get().isEmpty()) {
            link.host()
                    .listDirectory("")
                    .thenAcceptAsync(
                            reply -> {
                                if (reply instanceof HostGateway.Reply.Value<HostGateway.Directory> home
                                        && place.get().isEmpty()
                                        && directory.get().isEmpty()) {
                                    directory.set(home.value().path());
                                }
                            },
                            fx);
        }
    }

    private void showAgent(AgentInfo info) {
        modes.setAll(info == null ? List.of() : info.modes());
        mode.set(null);
        asked++;
        external.set(External.HIDDEN);
        String before = place.get();
        place.set(info == null ? "" : info.place());
        if (!before.equals(place.get())) {
            // A path of one machine means nothing on another.
            directory.set("");
            beginDirectory();
        }
    }

    private String lastDirectory(AgentInfo info) {
        HostLink link = host.get();
        if (link == null || info == null) {
            return "";
        }
        HostView view = link.reader().host();
        Set<AgentId> there = view.agents().stream()
                .filter(other -> other.place().equals(info.place()))
                .map(AgentInfo::agentId)
                .collect(Collectors.toSet());
        return view.sessions().stream()
                .filter(session -> there.contains(session.agentId()))
                .max(Comparator.comparing(SessionSummary::createdAt))
                .map(SessionSummary::cwd)
                .orElse("");
    }

    private void complete() {
        HostLink link = host.get();
        String text = directory.get();
        if (link == null || text.isEmpty() || !place.get().isEmpty()) {
            directories.clear();
            listed = null;
            return;
        }
        int slash = Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\'));
        if (slash < 0) {
            directories.clear();
            return;
        }
        String parent = text.substring(0, slash + 1);
        if (parent.equals(listed)) {
            suggest();
            return;
        }
        listed = parent;
        entries = List.of();
        directories.clear();
        link.host()
                .listDirectory(parent)
                .thenAcceptAsync(
                        reply -> {
                            if (parent.equals(listed)
                                    && reply instanceof HostGateway.Reply.Value<HostGateway.Directory> found) {
                                entries = found.value().entries().stream()
                                        .filter(DirectoryEntry::directory)
                                        .map(DirectoryEntry::name)
                                        .toList();
                                suggest();
                            }
                        },
                        fx);
    }

    private void suggest() {
        String begun = directory.get().substring(listed.length());
        String lower = begun.toLowerCase(Locale.ROOT);
        directories.setAll(entries.stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(lower) && !name.equals(begun))
                .filter(name -> !begun.isEmpty() || !name.startsWith("."))
                .limit(SUGGESTIONS)
                .map(name -> listed + name)
                .toList());
    }

    /** Takes a suggested directory, and suggests what is in it. */
    public void onDirectory(String path) {
        String separator = path.contains("\\") ? "\\" : "/";
        directory.set(path + separator);
    }

    /** What is to be seen of sessions from elsewhere. */
    public ReadOnlyObjectProperty<External> externalProperty() {
        return external.getReadOnlyProperty();
    }

    /** Asks the agent which sessions it has kept, and shows them. */
    public void onExternal() {
        HostLink link = host.get();
        AgentInfo info = agent.get();
        if (link == null || info == null) {
            return;
        }
        int mine = ++asked;
        external.set(new External(true, true, "", List.of()));
        link.host().externalSessions(info.agentId(), "").thenAcceptAsync(reply -> listed(mine, info, reply), fx);
    }

    private void listed(int question, AgentInfo info, HostGateway.Reply<HostGateway.External> reply) {
        if (question != asked) {
            return;
        }
        if (reply instanceof HostGateway.Reply.Refused<HostGateway.External> refused) {
            external.set(new External(true, false, refused.text(), List.of()));
            return;
        }
        HostGateway.External found = ((HostGateway.Reply.Value<HostGateway.External>) reply).value();
        String note = found.sessions().isEmpty()
                ? Texts.text("external.none", info.name())
                : found.more() ? Texts.text("external.more") : "";
        external.set(new External(true, false, note, found.sessions()));
    }

    /** Goes on with a session that the agent has kept, where it was. */
    public void onContinue(ExternalSession session) {
        String where = session.cwd().isEmpty() ? directory.get().strip() : session.cwd();
        make(where, "", session.agentSessionId());
    }

    /** Makes the session. */
    public void onCreate() {
        make(directory.get().strip(), prompt.get().strip(), null);
    }

    private void make(String path, String first, String agentSessionId) {
        HostLink link = host.get();
        if (link == null || busy.get()) {
            return;
        }
        if (agent.get() == null) {
            problem.set(Texts.text("newSession.noAgent"));
            return;
        }
        if (path.isEmpty()) {
            problem.set(Texts.text("newSession.noDirectory"));
            return;
        }
        String cwd = path.length() > 1 && (path.endsWith("/") || path.endsWith("\\"))
                ? path.substring(0, path.length() - 1)
                : path;
        problem.set("");
        busy.set(true);
        kept.put("newSession.agent", agent.get().agentId().value());
        Intent intent = new Intent.CreateSession(
                agent.get().agentId(),
                cwd,
                mode.get() == null ? null : mode.get().modeId(),
                null,
                first.isEmpty() ? null : first,
                agentSessionId);
        link.sessions().submit(intent).thenAcceptAsync(result -> created(link, result), fx);
    }

    private void created(HostLink link, IntentResult result) {
        busy.set(false);
        if (result instanceof IntentResult.Accepted accepted) {
            made.accept(new SessionKey(link.hostId(), accepted.sessionId()));
        } else if (result instanceof IntentResult.Refused refused) {
            problem.set(refused.text());
        }
    }

    /** Starts a session with the demo agent in the home directory of the host's user. */
    public static void startDemo(HostLink link, Executor fx, Consumer<SessionKey> made, Consumer<String> notice) {
        link.host()
                .listDirectory("")
                .thenAcceptAsync(
                        reply -> {
                            if (reply instanceof HostGateway.Reply.Refused<HostGateway.Directory> refused) {
                                notice.accept(refused.text());
                                return;
                            }
                            String home = ((HostGateway.Reply.Value<HostGateway.Directory>) reply)
                                    .value()
                                    .path();
                            link.sessions()
                                    .submit(new Intent.CreateSession(
                                            DEMO, home, null, null, Texts.text("demo.firstPrompt")))
                                    .thenAcceptAsync(
                                            result -> {
                                                if (result instanceof IntentResult.Accepted accepted) {
                                                    made.accept(new SessionKey(link.hostId(), accepted.sessionId()));
                                                } else if (result instanceof IntentResult.Refused no
                                                        && no.code() != ErrorCode.CLOSED) {
                                                    notice.accept(no.text());
                                                }
                                            },
                                            fx);
                        },
                        fx);
    }

    /** Whether the agent that is chosen is the demo agent. */
    boolean onDemoAgent() {
        return agent.get() != null && agent.get().agentId().equals(DEMO);
    }

    /** Whether this host has the demo agent. */
    public static boolean hasDemo(HostLink link) {
        return maySteer(link)
                && link.reader().host().agents().stream()
                        .anyMatch(info -> info.agentId().equals(DEMO) && info.installed());
    }
}
