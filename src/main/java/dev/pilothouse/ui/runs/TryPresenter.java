package dev.pilothouse.ui.runs;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.TryRequest;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.ui.status.ProfilePicker;
import dev.pilothouse.ui.text.HostTexts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** The form of a run in which several agents try the same task. Confined to the FX thread. Nothing to close. */
public final class TryPresenter {
    private final Supplier<List<HostLink>> links;
    private final RunsPresenter runs;
    private final StringProperty prompt = new SimpleStringProperty(this, "prompt", "");
    private final StringProperty directory;
    private final StringProperty check = new SimpleStringProperty(this, "check", "");
    private final ObjectProperty<@Nullable Choice> judge = new SimpleObjectProperty<>(this, "judge");
    private final StringProperty problem = new SimpleStringProperty(this, "problem", "");
    private final BooleanProperty sending = new SimpleBooleanProperty(this, "sending");
    private final ObjectProperty<@Nullable HostLink> host = new SimpleObjectProperty<>(this, "host");
    private final ProfilePicker profile;
    private final Map<Choice, Integer> counts = new LinkedHashMap<>();

    /** An agent of a host. @param name with the host's name if there are several */
    public record Choice(HostId hostId, AgentId agentId, String name) {}

    /** @param directory of the session on screen; may be empty */
    public TryPresenter(Supplier<List<HostLink>> links, RunsPresenter runs, String directory) {
        this.links = links;
        this.runs = runs;
        this.directory = new SimpleStringProperty(this, "directory", directory);
        this.profile = new ProfilePicker(runs.fx());
        List<HostLink> all = links.get();
        for (HostLink link : all) {
            HostView host = link.reader().host();
            for (AgentInfo agent : host.agents()) {
                // An agent that runs elsewhere has no worktree on the host.
                if (agent.installed() && agent.place().isEmpty() && host.scope().covers(Scope.STEER)) {
                    counts.put(
                            new Choice(
                                    link.hostId(),
                                    agent.agentId(),
                                    all.size() > 1 ? agent.name() + " \u00b7 " + host.hostName() : agent.name()),
                            0);
                    if (this.host.get() == null) {
                        this.host.set(link);
                    }
                }
            }
        }
        profile.follow(host, this.directory);
    }

    public StringProperty promptProperty() {
        return prompt;
    }

    public StringProperty directoryProperty() {
        return directory;
    }

    public StringProperty checkProperty() {
        return check;
    }

    /** The agent that judges the attempts; null for none. */
    public ObjectProperty<@Nullable Choice> judgeProperty() {
        return judge;
    }

    /** The choice of a profile for the attempts, of the host that is to have them. */
    public ProfilePicker profile() {
        return profile;
    }

    /** Why the run was not started; empty if nothing is wrong. */
    public StringProperty problemProperty() {
        return problem;
    }

    public BooleanProperty sendingProperty() {
        return sending;
    }

    public List<Choice> choices() {
        return List.copyOf(counts.keySet());
    }

    public int count(Choice choice) {
        return counts.getOrDefault(choice, 0);
    }

    /** Changes a count. All attempts are on one host, so those of the others become 0. */
    public void onCount(Choice choice, int by) {
        int others = counts.entrySet().stream()
                .filter(entry -> entry.getKey().hostId().equals(choice.hostId())
                        && !entry.getKey().equals(choice))
                .mapToInt(Map.Entry::getValue)
                .sum();
        int count = Math.max(0, Math.min(Run.MAX_MEMBERS - others, count(choice) + by));
        if (count > 0) {
            counts.replaceAll((each, before) -> each.hostId().equals(choice.hostId()) ? before : 0);
            links.get().stream()
                    .filter(link -> link.hostId().equals(choice.hostId()))
                    .findFirst()
                    .ifPresent(host::set);
        }
        counts.put(choice, count);
    }

    public boolean isReady() {
        return !sending.get()
                && !prompt.get().isBlank()
                && !directory.get().isBlank()
                && counts.values().stream().anyMatch(count -> count > 0);
    }

    /** Starts the run. @param started called when the host has it */
    public void onStart(Runnable started) {
        if (!isReady()) {
            return;
        }
        List<TryRequest.Attempts> agents = new ArrayList<>();
        HostId hostId = null;
        for (Map.Entry<Choice, Integer> entry : counts.entrySet()) {
            if (entry.getValue() > 0) {
                hostId = entry.getKey().hostId();
                agents.add(new TryRequest.Attempts(entry.getKey().agentId(), "", entry.getValue()));
            }
        }
        List<String> commands =
                check.get().lines().filter(line -> !line.isBlank()).toList();
        Choice judging = judge.get();
        HostId on = hostId;
        TryRequest request = new TryRequest(
                prompt.get(),
                directory.get().strip(),
                agents,
                commands,
                judging == null || !judging.hostId().equals(on) ? null : new TryRequest.Judge(judging.agentId(), ""),
                profile.name());
        for (HostLink link : links.get()) {
            if (link.hostId().equals(hostId)) {
                sending.set(true);
                problem.set("");
                runs.startTry(link, request, reply -> answered(reply, started));
            }
        }
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
