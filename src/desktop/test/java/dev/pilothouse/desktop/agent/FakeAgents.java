package dev.pilothouse.desktop.agent;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

/** A catalogue with the one entry {@code fake}; records the agents that it created. Any thread. */
public final class FakeAgents implements AgentLauncher {
    public static final AgentId ID = new AgentId("fake");

    public final List<FakeAgent> launched = new CopyOnWriteArrayList<>();
    public final List<LaunchRequest> requests = new CopyOnWriteArrayList<>();
    /** The agent's sessions that it was asked to delete. */
    public final List<String> deletions = new CopyOnWriteArrayList<>();

    private final Function<AgentInbox, FakeAgent> make;
    private final List<Runnable> callbacks = new CopyOnWriteArrayList<>();
    private volatile List<AgentMode> modes = List.of();
    private volatile String place = "";
    private volatile Supplier<Optional<HostText>> deletion = Optional::empty;
    private volatile AgentPolicy terms = AgentPolicy.standard();

    /** @param make {@code FakeAgent::manual} or {@code FakeAgent::automatic} */
    public FakeAgents(Function<AgentInbox, FakeAgent> make) {
        this.make = make;
    }

    /** Sets the policy of all agents that are created later. */
    public void terms(AgentPolicy all) {
        terms = all;
    }

    /** Sets the place where all later agents run. */
    public void place(String there) {
        place = there;
    }

    /** Sets the answer to later deletions of sessions; may block. */
    public void deletion(Supplier<Optional<HostText>> failure) {
        deletion = failure;
    }

    @Override
    public Optional<HostText> deleteSession(LaunchRequest request) {
        deletions.add(request.agentSessionId());
        return deletion.get();
    }

    @Override
    public String placeOf(AgentId agentId) {
        return place;
    }

    /** The agent that was created last. */
    public FakeAgent last() {
        return launched.get(launched.size() - 1);
    }

    @Override
    public List<AgentInfo> agents() {
        return List.of(new AgentInfo(ID, "Fake", true, "fake --acp", "", modes, place));
    }

    @Override
    public AutoCloseable onChange(Runnable callback) {
        callbacks.add(callback);
        return () -> callbacks.remove(callback);
    }

    @Override
    public void rememberModes(AgentId agentId, List<AgentMode> offered) {
        modes = List.copyOf(offered);
        callbacks.forEach(Runnable::run);
    }

    @Override
    public Launch launch(LaunchRequest request, AgentInbox inbox) {
        requests.add(request);
        if (!request.agentId().equals(ID)) {
            return new Launch.Refused(ErrorCode.UNKNOWN_AGENT, "There is no agent " + request.agentId() + ".");
        }
        FakeAgent agent = make.apply(inbox);
        launched.add(agent);
        return new Launch.Prepared(agent, "Fake", terms);
    }
}
