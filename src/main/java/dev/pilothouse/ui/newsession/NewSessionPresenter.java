package dev.pilothouse.ui.newsession;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.ExternalSession;
import dev.pilothouse.model.SavedTemplate;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionTemplate;
import dev.pilothouse.model.WorktreeRequest;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.ui.folder.DirectoryPicker;
import dev.pilothouse.ui.status.ProfilePicker;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.PathText;
import dev.pilothouse.ui.text.Texts;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
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
import org.jspecify.annotations.Nullable;

/**
 * Creates a session. If the host refuses, the sheet keeps its input and shows the reason.
 *
 * <p>Confined to the FX thread; lives as long as its sheet.
 */
public final class NewSessionPresenter {
    private static final AgentId DEMO = new AgentId("demo");

    private final Executor fx;
    private final Preferences kept;
    private final Consumer<SessionKey> made;
    private final Consumer<String> notice;
    private final ObservableList<HostLink> hosts = FXCollections.observableArrayList();
    private final ObservableList<AgentInfo> agents = FXCollections.observableArrayList();
    private final ObservableList<AgentMode> modes = FXCollections.observableArrayList();
    private final ObjectProperty<HostLink> host = new SimpleObjectProperty<>(this, "host");
    private final ObjectProperty<AgentInfo> agent = new SimpleObjectProperty<>(this, "agent");
    private final ObjectProperty<AgentMode> mode = new SimpleObjectProperty<>(this, "mode");
    private final StringProperty prompt = new SimpleStringProperty(this, "prompt", "");
    private final StringProperty check = new SimpleStringProperty(this, "check", "");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");
    private final ReadOnlyObjectWrapper<External> external =
            new ReadOnlyObjectWrapper<>(this, "external", External.HIDDEN);
    private final DirectoryPicker folder;
    private final StringProperty directory;
    private final ReadOnlyStringProperty place;
    private final WorktreePresenter worktree;
    private final ProfilePicker profile;
    private final TemplatePicker template;
    /** The agent of the template that the host lacks; empty for none. */
    private String absent = "";

    private int asked;
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");

    /**
     * The sessions stored by the chosen agent, as far as they are loaded. Immutable.
     *
     * @param text the reason why there are none, or a note; empty if there is nothing to add
     */
    public record External(boolean shown, boolean loading, String text, List<ExternalSession> sessions) {
        static final External HIDDEN = new External(false, false, "", List.of());
    }

    /**
     * @param made receives the key of the created session
     * @param notice shows a sentence after the sheet was closed
     */
    public NewSessionPresenter(
            List<HostLink> links, Executor fx, Preferences kept, Consumer<SessionKey> made, Consumer<String> notice) {
        this.fx = fx;
        this.kept = kept;
        this.made = made;
        this.notice = notice;
        this.folder = new DirectoryPicker(fx, kept);
        this.directory = folder.directoryProperty();
        this.place = folder.placeProperty();
        this.worktree = new WorktreePresenter(kept, fx, directory::set);
        this.profile = new ProfilePicker(fx);
        this.template = new TemplatePicker(fx, this::apply);
        hosts.setAll(links.stream().filter(NewSessionPresenter::maySteer).toList());
        host.addListener((property, before, now) -> showHost(now));
        agent.addListener((property, before, now) -> showAgent(now));
        directory.addListener((property, before, now) -> {
            worktree.show(host.get(), place.get().isEmpty() ? now : "");
            profile.show(host.get(), now);
        });
        place.addListener((property, before, now) -> worktree.show(host.get(), now.isEmpty() ? directory.get() : ""));
        prompt.addListener((property, before, now) -> worktree.showPrompt(now));
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

    /** The modes that the agent offered when it last ran. Empty if it never ran. */
    public ObservableList<AgentMode> modes() {
        return modes;
    }

    /** The choice between the directory itself and a new worktree. */
    public WorktreePresenter worktree() {
        return worktree;
    }

    /** The choice of a profile. */
    public ProfilePicker profile() {
        return profile;
    }

    /** The choice of a template. */
    public TemplatePicker template() {
        return template;
    }

    /** The form of the chosen template. @param over called when it was saved or deleted */
    Optional<TemplatePresenter> editTemplate(Runnable over) {
        return templateForm(template.saved(), over);
    }

    /** The form of a new template with the content of this form. @param over called when it was saved */
    Optional<TemplatePresenter> newTemplate(Runnable over) {
        AgentInfo info = agent.get();
        return templateForm(
                new SavedTemplate(
                        new SessionTemplate(
                                "",
                                info == null ? "" : info.agentId().value(),
                                directory.get().strip(),
                                worktree.wanted().map(WorktreeRequest::branch).orElse(""),
                                profile.name(),
                                prompt.get(),
                                List.of()),
                        ""),
                over);
    }

    private Optional<TemplatePresenter> templateForm(SavedTemplate content, Runnable over) {
        return Optional.ofNullable(host.get())
                .map(link -> new TemplatePresenter(link, fx, content, agents, template.names(), name -> {
                    over.run();
                    template.reload(name);
                }));
    }

    /** Changes what a template sets. A text that the person has changed since stays. */
    private void apply(SessionTemplate before, SessionTemplate now) {
        boolean other = !now.name().equals(before.name());
        if (other) {
            applyAgent(now.agent());
        }
        if (!now.directory().isEmpty() && (other || directory.get().equals(before.directory()))) {
            directory.set(now.directory());
        }
        if (other) {
            profile.want(now.profile());
            profile.show(host.get(), directory.get());
        }
        String commands = String.join("\n", now.check());
        if (other || check.get().equals(String.join("\n", before.check()))) {
            check.set(commands);
        }
        worktree.want(now.branch(), other);
        if (prompt.get().equals(before.prompt()) || other && !now.prompt().isEmpty()) {
            prompt.set(now.prompt());
        }
    }

    private void applyAgent(String id) {
        Optional<AgentInfo> named = agents.stream()
                .filter(info -> info.agentId().value().equals(id))
                .findFirst();
        if (named.isPresent()) {
            agent.set(named.get());
        } else if (!id.isEmpty()) {
            // Another agent must not get the prompt without a choice of the person.
            agent.set(null);
        } else if (agent.get() == null) {
            chooseUsualAgent();
        }
        absent = named.isPresent() ? "" : id;
        problem.set(absent.isEmpty() ? "" : Texts.text("newSession.templateAgent", absent));
    }

    /** The check of the template, a command on each line. The host runs it after the first turn. */
    public StringProperty checkProperty() {
        return check;
    }

    /** The choice of the directory. */
    public DirectoryPicker folder() {
        return folder;
    }

    public ObjectProperty<HostLink> hostProperty() {
        return host;
    }

    public ObjectProperty<AgentInfo> agentProperty() {
        return agent;
    }

    /** The chosen mode. Null starts the agent in its mode that asks for permission. */
    public ObjectProperty<AgentMode> modeProperty() {
        return mode;
    }

    public StringProperty directoryProperty() {
        return directory;
    }

    public StringProperty promptProperty() {
        return prompt;
    }

    /** The reason why the session cannot be created, or empty. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    private void showHost(HostLink link) {
        agents.clear();
        folder.showHost(link);
        profile.show(link, directory.get());
        template.show(link);
        if (link == null) {
            return;
        }
        HostView view = link.reader().host();
        agents.setAll(view.agents().stream()
                .filter(AgentInfo::installed)
                .sorted(Comparator.comparing((AgentInfo info) -> info.agentId().equals(DEMO)))
                .toList());
        chooseUsualAgent();
        folder.begin();
    }

    private void chooseUsualAgent() {
        String last = kept.get("newSession.agent").orElse("");
        agent.set(agents.stream()
                .filter(info -> info.agentId().value().equals(last))
                .findFirst()
                .orElse(agents.isEmpty() ? null : agents.get(0)));
    }

    private void showAgent(AgentInfo info) {
        modes.setAll(info == null ? List.of() : info.modes());
        mode.set(null);
        asked++;
        external.set(External.HIDDEN);
        folder.showPlace(info == null ? "" : info.place());
    }

    /** The sessions from outside Pilothouse, as shown to the user. */
    public ReadOnlyObjectProperty<External> externalProperty() {
        return external.getReadOnlyProperty();
    }

    /** Requests the sessions that the agent has stored, and shows them. */
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
            external.set(new External(true, false, HostTexts.text(refused.sentence()), List.of()));
            return;
        }
        HostGateway.External found = ((HostGateway.Reply.Value<HostGateway.External>) reply).value();
        String note = found.sessions().isEmpty()
                ? Texts.text("external.none", info.name())
                : found.more() ? Texts.text("external.more") : "";
        external.set(new External(true, false, note, found.sessions()));
    }

    /**
     * Resumes a session that the agent has stored, in its directory. If the directory is unknown, uses the chosen one.
     */
    public void onContinue(ExternalSession session) {
        String where = session.cwd().isEmpty() ? directory.get().strip() : session.cwd();
        create(where, "", session.agentSessionId(), null);
    }

    /** Creates the session. */
    public void onCreate() {
        WorktreeRequest wanted = worktree.wanted().orElse(null);
        String branch = wanted == null ? "" : wanted.branch();
        Optional<String> missing =
                template.problem(directory.get(), branch, prompt.get()).or(worktree::problem);
        if (missing.isPresent()) {
            problem.set(missing.get());
            return;
        }
        create(directory.get().strip(), prompt.get().strip(), null, wanted);
    }

    private void create(String path, String first, @Nullable String agentSessionId, @Nullable WorktreeRequest wanted) {
        HostLink link = host.get();
        if (link == null || busy.get()) {
            return;
        }
        if (agent.get() == null) {
            problem.set(
                    absent.isEmpty()
                            ? Texts.text("newSession.noAgent")
                            : Texts.text("newSession.templateAgent", absent));
            return;
        }
        if (path.isEmpty()) {
            problem.set(Texts.text("newSession.noDirectory"));
            return;
        }
        String cwd = PathText.trimmed(path);
        problem.set("");
        busy.set(true);
        kept.put("newSession.agent", agent.get().agentId().value());
        Intent intent = new Intent.CreateSession(
                agent.get().agentId(),
                cwd,
                mode.get() == null ? null : mode.get().modeId(),
                null,
                first.isEmpty() ? null : first,
                agentSessionId,
                wanted,
                profile.wanted());
        List<String> commands = agentSessionId == null
                ? check.get().lines().filter(line -> !line.isBlank()).toList()
                : List.of();
        link.sessions().submit(intent).thenAcceptAsync(result -> created(link, commands, result), fx);
    }

    private void created(HostLink link, List<String> commands, IntentResult result) {
        busy.set(false);
        if (result instanceof IntentResult.Accepted accepted) {
            if (!commands.isEmpty()) {
                link.host()
                        .check(Objects.requireNonNull(accepted.sessionId()), commands, 0, true)
                        .thenAcceptAsync(
                                reply -> {
                                    if (reply instanceof HostGateway.Reply.Refused<?> refused) {
                                        notice.accept(HostTexts.text(refused.sentence()));
                                    }
                                },
                                fx);
            }
            made.accept(new SessionKey(link.hostId(), Objects.requireNonNull(accepted.sessionId())));
        } else if (result instanceof IntentResult.Refused refused) {
            problem.set(HostTexts.text(refused.sentence()));
        }
    }

    /** Starts a session with the demo agent in the home directory of the host's user. */
    public static void startDemo(HostLink link, Executor fx, Consumer<SessionKey> made, Consumer<String> notice) {
        link.host()
                .listDirectory("")
                .thenAcceptAsync(
                        reply -> {
                            if (reply instanceof HostGateway.Reply.Refused<HostGateway.Directory> refused) {
                                notice.accept(HostTexts.text(refused.sentence()));
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
                                                    made.accept(new SessionKey(
                                                            link.hostId(),
                                                            Objects.requireNonNull(accepted.sessionId())));
                                                } else if (result instanceof IntentResult.Refused no
                                                        && no.code() != ErrorCode.CLOSED) {
                                                    notice.accept(HostTexts.text(no.sentence()));
                                                }
                                            },
                                            fx);
                        },
                        fx);
    }

    /** Returns whether the chosen agent is the demo agent. */
    boolean onDemoAgent() {
        return agent.get() != null && agent.get().agentId().equals(DEMO);
    }

    /** Returns whether the demo agent can be started on this host. */
    public static boolean hasDemo(HostLink link) {
        return maySteer(link)
                && link.reader().host().agents().stream()
                        .anyMatch(info -> info.agentId().equals(DEMO) && info.installed());
    }
}
