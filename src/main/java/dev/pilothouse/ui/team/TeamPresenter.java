package dev.pilothouse.ui.team;

import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.OwnPreset;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.ShippedPreset;
import dev.pilothouse.model.TeamRequest;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.ui.status.ProfilePicker;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.PathText;
import dev.pilothouse.ui.text.Texts;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The form of a run in which a lead gives work to workers. Confined to the FX thread. There is nothing to close. */
public final class TeamPresenter {
    /** Digits of the limit. */
    static final int MAX_DIGITS = 12;
    /** An amount, and a currency. */
    private static final Pattern COST = Pattern.compile("([0-9]{1,7}(?:[.,][0-9]{1,2})?)\\s*([A-Za-z]{3})?");

    private final List<HostLink> hosts;
    private final Executor fx;
    private final ObjectProperty<@Nullable HostLink> host = new SimpleObjectProperty<>(this, "host");
    private final ObjectProperty<ShippedPreset> preset =
            new SimpleObjectProperty<>(this, "preset", ShippedPreset.LEAD_WITH_WORKERS);
    private final StringProperty task = new SimpleStringProperty(this, "task", "");
    private final StringProperty directory;
    private final ProfilePicker profile;
    private final MemberForm lead = new MemberForm("", "");
    private final ObservableList<MemberForm> workers = FXCollections.observableArrayList();
    private final BooleanProperty ownWorktrees = new SimpleBooleanProperty(this, "ownWorktrees");
    private final BooleanProperty textForm = new SimpleBooleanProperty(this, "textForm");
    private final StringProperty tokens = new SimpleStringProperty(this, "tokens", "");
    private final StringProperty cost = new SimpleStringProperty(this, "cost", "");
    private final ObservableList<OwnPreset> presets = FXCollections.observableArrayList();
    private final ObjectProperty<@Nullable OwnPreset> own = new SimpleObjectProperty<>(this, "own");
    private final StringProperty presetName = new SimpleStringProperty(this, "presetName", "");
    private final ReadOnlyBooleanWrapper sending = new ReadOnlyBooleanWrapper(this, "sending");
    private final ReadOnlyStringWrapper missing = new ReadOnlyStringWrapper(this, "missing", "");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");

    /** The fields of a member. Confined to the FX thread. */
    static final class MemberForm {
        final StringProperty name;
        final ObjectProperty<@Nullable AgentInfo> agent = new SimpleObjectProperty<>(this, "agent");
        final StringProperty model = new SimpleStringProperty(this, "model", "");
        final StringProperty instructions;

        private MemberForm(String name, String instructions) {
            this.name = new SimpleStringProperty(this, "name", name);
            this.instructions = new SimpleStringProperty(this, "instructions", instructions);
        }
    }

    /**
     * @param hosts the connected ones
     * @param directory of the session on screen; may be empty
     */
    public TeamPresenter(List<HostLink> hosts, Executor fx, String directory) {
        this.hosts = hosts.stream().filter(TeamPresenter::offersAgents).toList();
        this.fx = fx;
        this.directory = new SimpleStringProperty(this, "directory", directory);
        profile = new ProfilePicker(fx);
        host.set(this.hosts.isEmpty() ? null : this.hosts.get(0));
        lead.agent.set(firstAgent());
        fill(preset.get());
        host.addListener((property, before, now) -> {
            lead.agent.set(firstAgent());
            workers.forEach(worker -> worker.agent.set(firstAgent()));
            loadPresets("");
        });
        own.addListener((property, before, now) -> {
            if (now != null) {
                presetName.set(now.name());
                Optional.ofNullable(host.get())
                        .flatMap(link -> link.host().teamOf(now))
                        .ifPresent(this::fill);
            }
        });
        preset.addListener((property, before, now) -> fill(now));
        List.of(task, this.directory, tokens, cost)
                .forEach(field -> field.addListener((property, before, now) -> check()));
        check();
        loadPresets("");
        profile.follow(host, this.directory);
    }

    // --- presets of one's own

    /** Those of the chosen host. */
    ObservableList<OwnPreset> presets() {
        return presets;
    }

    /** The preset of one's own that has filled the form; null if none has. */
    ObjectProperty<@Nullable OwnPreset> ownProperty() {
        return own;
    }

    /** The name under which the form is saved. */
    StringProperty presetNameProperty() {
        return presetName;
    }

    /** @param chosen the name of the one that is shown as chosen afterwards; empty for none */
    private void loadPresets(String chosen) {
        HostLink link = host.get();
        if (link == null) {
            presets.clear();
            return;
        }
        link.host()
                .presets()
                .thenAcceptAsync(
                        reply -> {
                            if (link == host.get() && reply instanceof HostGateway.Reply.Value<List<OwnPreset>> value) {
                                presets.setAll(value.value());
                                own.set(presets.stream()
                                        .filter(each -> each.name().equals(chosen))
                                        .findFirst()
                                        .orElse(null));
                            }
                        },
                        fx);
    }

    /** Saves the members, their texts and the limits under the name. */
    void onSavePreset() {
        String name = presetName.get().strip();
        HostLink link = host.get();
        if (link != null && !name.isEmpty() && !agents().isEmpty()) {
            change("", link.host().presetOf(name, request()), name);
        }
    }

    void onRenamePreset() {
        OwnPreset before = own.get();
        String name = presetName.get().strip();
        if (before != null && !name.isEmpty()) {
            change(before.name(), new OwnPreset(name, before.team()), name);
        }
    }

    void onDeletePreset() {
        OwnPreset before = own.get();
        if (before != null) {
            change(before.name(), null, "");
        }
    }

    private void change(String before, @Nullable OwnPreset preset, String chosen) {
        HostLink link = host.get();
        if (link == null) {
            return;
        }
        problem.set("");
        link.host()
                .savePreset(before, preset)
                .thenAcceptAsync(
                        reply -> {
                            if (reply instanceof HostGateway.Reply.Refused<RequestId> refused) {
                                problem.set(HostTexts.text(refused.sentence()));
                            } else {
                                loadPresets(chosen);
                            }
                        },
                        fx);
    }

    private void fill(TeamRequest team) {
        lead.agent.set(agent(team.lead()));
        lead.model.set(team.lead().model());
        lead.instructions.set(team.lead().instructions());
        ownWorktrees.set(team.workers().stream().anyMatch(TeamRequest.Member::ownWorktree));
        textForm.set(team.textForm());
        tokens.set(team.tokens() > 0 ? Long.toString(team.tokens()) : "");
        cost.set(team.cost() > 0 ? String.format(Locale.ROOT, "%.2f %s", team.cost(), team.currency()) : "");
        workers.setAll(team.workers().stream().map(this::worker).toList());
        if (!team.profile().isEmpty()) {
            profile.want(team.profile());
            profile.show(host.get(), directory.get());
        }
        check();
    }

    private MemberForm worker(TeamRequest.Member member) {
        MemberForm worker = worker(member.name(), member.instructions());
        worker.agent.set(agent(member));
        worker.model.set(member.model());
        return worker;
    }

    /** The agent of a member, or the first one if the host does not have it. */
    private @Nullable AgentInfo agent(TeamRequest.Member member) {
        return agents().stream()
                .filter(agent -> agent.agentId().equals(member.agentId()))
                .findFirst()
                .orElseGet(this::firstAgent);
    }

    private static boolean offersAgents(HostLink link) {
        return link.reader().host().scope().covers(Scope.STEER)
                && !agents(link.reader().host()).isEmpty();
    }

    private static List<AgentInfo> agents(HostView host) {
        // An agent that runs elsewhere does not see the folder of the host.
        return host.agents().stream()
                .filter(agent -> agent.installed() && !agent.isElsewhere())
                .toList();
    }

    private @Nullable AgentInfo firstAgent() {
        return agents().stream().findFirst().orElse(null);
    }

    /** The hosts that can have a team. */
    List<HostLink> hosts() {
        return hosts;
    }

    /** The agents of the chosen host. */
    List<AgentInfo> agents() {
        HostLink link = host.get();
        return link == null ? List.of() : agents(link.reader().host());
    }

    /** Null if no host can have a team. */
    ObjectProperty<@Nullable HostLink> hostProperty() {
        return host;
    }

    /** The preset that has filled the form. Another one replaces the members' texts and the workers. */
    public ObjectProperty<ShippedPreset> presetProperty() {
        return preset;
    }

    public StringProperty taskProperty() {
        return task;
    }

    public StringProperty directoryProperty() {
        return directory;
    }

    /** The choice of a profile for the lead and the workers. */
    public ProfilePicker profile() {
        return profile;
    }

    MemberForm lead() {
        return lead;
    }

    ObservableList<MemberForm> workers() {
        return workers;
    }

    BooleanProperty ownWorktreesProperty() {
        return ownWorktrees;
    }

    public BooleanProperty textFormProperty() {
        return textForm;
    }

    StringProperty tokensProperty() {
        return tokens;
    }

    /** A limit in money, such as {@code 5 USD}; empty for none. */
    StringProperty costProperty() {
        return cost;
    }

    /** The first thing that the form still needs; empty if the team can be started. */
    public ReadOnlyStringProperty missingProperty() {
        return missing.getReadOnlyProperty();
    }

    /** Why the host has refused the team; empty if it has not. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty sendingProperty() {
        return sending.getReadOnlyProperty();
    }

    private void fill(ShippedPreset team) {
        lead.instructions.set(team.instructions());
        ownWorktrees.set(team.ownWorktrees());
        workers.setAll(team.workers().stream()
                .map(worker -> worker(worker.name(), worker.instructions()))
                .toList());
        check();
    }

    private MemberForm worker(String name, String instructions) {
        MemberForm worker = new MemberForm(name, instructions);
        worker.agent.set(lead.agent.get());
        worker.name.addListener((property, before, now) -> check());
        return worker;
    }

    boolean mayAdd() {
        return workers.size() < TeamRequest.MAX_WORKERS;
    }

    /** Adds a worker with a free name and the agent of the lead. */
    void onAdd() {
        if (mayAdd()) {
            int number = workers.size() + 1;
            while (isTaken("worker-" + number)) {
                number++;
            }
            workers.add(worker("worker-" + number, ""));
            check();
        }
    }

    private boolean isTaken(String name) {
        return workers.stream().anyMatch(worker -> worker.name.get().strip().equals(name));
    }

    void onRemove(MemberForm worker) {
        workers.remove(worker);
        check();
    }

    private void check() {
        problem.set("");
        missing.set(firstMissing());
    }

    private String firstMissing() {
        if (agents().isEmpty()) {
            return Texts.text("team.noAgents");
        }
        if (task.get().isBlank()) {
            return Texts.text("team.needTask");
        }
        if (!PathText.isAbsolute(directory.get().strip())) {
            return Texts.text("team.needFolder");
        }
        if (workers.isEmpty()) {
            return HostTexts.text(HostText.of(HostTextCode.TEAM_SIZE, TeamRequest.MAX_WORKERS));
        }
        Set<String> names = new HashSet<>(Set.of("lead"));
        for (MemberForm worker : workers) {
            String name = worker.name.get().strip();
            if (!TeamRequest.Member.isName(name) || !names.add(name)) {
                return HostTexts.text(HostText.of(HostTextCode.TEAM_NAME, name));
            }
        }
        if (limit() < 0) {
            return Texts.text("team.needTokens");
        }
        return cost.get().isBlank() || COST.matcher(cost.get().strip()).matches() ? "" : Texts.text("team.needCost");
    }

    /** The limit; -1 if the text is no number. */
    private long limit() {
        String text = tokens.get().replaceAll("[\\s.,'\u2019\u00a0\u202f]", "");
        if (text.isEmpty()) {
            return 0;
        }
        return text.matches("[0-9]{1," + MAX_DIGITS + "}") ? Long.parseLong(text) : -1;
    }

    private double money() {
        Matcher text = COST.matcher(cost.get().strip());
        return text.matches() ? Double.parseDouble(text.group(1).replace(',', '.')) : 0;
    }

    private String currency() {
        Matcher text = COST.matcher(cost.get().strip());
        return text.matches() && text.group(2) != null ? text.group(2).toUpperCase(Locale.ROOT) : "USD";
    }

    public boolean isReady() {
        return !sending.get() && missing.get().isEmpty();
    }

    /** Starts the team. @param started called when the host has it */
    public void onStart(Runnable started) {
        check();
        HostLink link = host.get();
        if (link == null || !isReady()) {
            return;
        }
        sending.set(true);
        link.host().startTeam(request()).thenAcceptAsync(reply -> answered(reply, started), fx);
    }

    private TeamRequest request() {
        return new TeamRequest(
                directory.get().strip(),
                task.get(),
                member(lead, false),
                workers.stream()
                        .map(worker -> member(worker, ownWorktrees.get()))
                        .toList(),
                textForm.get(),
                Math.max(0, limit()),
                money(),
                money() > 0 ? currency() : "",
                profile.name());
    }

    private static TeamRequest.Member member(MemberForm form, boolean ownWorktree) {
        return new TeamRequest.Member(
                form.name.get().strip(),
                Objects.requireNonNull(form.agent.get(), "agent").agentId(),
                form.model.get().strip(),
                form.instructions.get().strip(),
                ownWorktree);
    }

    private void answered(HostGateway.Reply<RunId> reply, Runnable started) {
        sending.set(false);
        if (reply instanceof HostGateway.Reply.Refused<RunId> refused) {
            problem.set(HostTexts.text(refused.sentence()));
        } else {
            started.run();
        }
    }
}
