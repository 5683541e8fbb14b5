package dev.pilothouse.desktop.acp;

import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.AppliedProfile;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.model.AgentSupport;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.PromptSupport;
import dev.pilothouse.model.ToolCallPatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Converts the agent's messages into events. Holds the state that this needs: the agent's offer, events held until it
 * is ready, whether it replays an earlier session, and the offer sent last. Confined to the session's lane, except
 * {@link #offer()} and {@link #promptSent()}, which are safe on any thread.
 */
final class AcpEventTranslator {
    /** Limit of events before the agent is ready. More indicates a flood; the oldest are kept. */
    private static final int HELD = 1000;

    private static final long HELD_CHARACTERS = 8 * 1024 * 1024;

    private final Consumer<AgentEvent> listener;
    private final List<AgentEvent> held = new ArrayList<>();
    private long heldCharacters;
    private final ToolCallMemory calls = new ToolCallMemory();
    private final AcpSubagentTranslator subagents = new AcpSubagentTranslator();
    private volatile AcpOffer offer = AcpOffer.NOTHING;
    private volatile boolean replaying;
    private AcpOffer publishedOffer = AcpOffer.NOTHING;
    private ContextRestore memory = ContextRestore.NEW;
    private boolean ready;
    private long replayed;
    private String title = "";
    private String version = "";
    private List<JsonFields> loginMethods = List.of();
    private PromptSupport support = PromptSupport.NONE;
    private AppliedProfile profile = AppliedProfile.NONE;
    private AgentSupport offers = AgentSupport.NONE;

    AcpEventTranslator(Consumer<AgentEvent> listener) {
        this.listener = listener;
    }

    AcpOffer offer() {
        return offer;
    }

    List<JsonFields> loginMethods() {
        return loginMethods;
    }

    void onInitialized(JsonFields result) {
        loginMethods = result.objects("authMethods");
        support = result.object("agentCapabilities").map(AcpPrompt::support).orElse(PromptSupport.NONE);
        offers = AcpMessages.support(result);
        result.object("agentInfo").ifPresent(info -> {
            title = info.text("title").or(() -> info.text("name")).orElse("");
            version = info.text("version").orElse("");
        });
    }

    void onSession(JsonFields result) {
        offer = offer.fromSession(result);
    }

    void onProfile(AppliedProfile applied) {
        profile = applied;
    }

    /** From now on, conversation events count as replayed, until the first prompt. */
    void replayBegins() {
        replaying = true;
    }

    boolean isReplaying() {
        return replaying;
    }

    /** Returns the number of replayed updates. */
    long replayedUpdates() {
        return replayed;
    }

    void promptSent() {
        replaying = false;
    }

    void onKept() {
        memory = ContextRestore.KEPT;
    }

    void onLost() {
        memory = ContextRestore.LOST;
        replaying = false;
    }

    /** Sends the ready event, then the held events. */
    void ready(String sessionId) {
        ready = true;
        listener.accept(new AgentEvent.Ready(title, version, sessionId, memory, support, profile, offers));
        publishOffer();
        held.forEach(listener);
        held.clear();
        heldCharacters = 0;
    }

    void turnEnded() {
        subagents.removeAll().forEach(rest -> conversation(rest, 0));
        calls.clear();
    }

    void addNote(boolean warning, String code, HostText text) {
        emit(new AgentEvent.Remark(warning, code, text), text.text().length());
    }

    void setMode(String modeId) {
        offer = offer.withMode(modeId);
        publishOffer();
    }

    void setModel(String modelId) {
        offer = offer.withModel(modelId);
        publishOffer();
    }

    /** An option was set. Agents should answer with all options, but some do not. */
    void setOption(String optionId, String value, JsonFields result) {
        if (result.element("configOptions").isPresent()) {
            offer = offer.withOptions(result);
        } else if (offer.mode().optionId().filter(optionId::equals).isPresent()) {
            offer = offer.withMode(value);
        } else if (offer.model().optionId().filter(optionId::equals).isPresent()) {
            offer = offer.withModel(value);
        }
        publishOffer();
    }

    /**
     * Handles a {@code session/update}.
     *
     * @param ours whether it belongs to this session; agents may run others beside it
     * @param characters the size of the message
     */
    void update(JsonFields update, boolean ours, long characters) {
        String kind = update.text("sessionUpdate").orElse("");
        if (!ours) {
            emit(AcpUpdates.unknown("otherSession/" + kind, update), characters);
            return;
        }
        switch (kind) {
            case "current_mode_update" -> update.text("currentModeId").ifPresent(this::setMode);
            case "config_option_update" -> {
                offer = offer.withOptions(update);
                publishOffer();
            }
            case "tool_call", "tool_call_update" -> toolCall(kind, update, characters);
            case "agent_message_chunk", "agent_thought_chunk" -> {
                Optional<String> parent = subagents.parent(update);
                if (parent.isPresent()) {
                    subagents.words(parent.get(), kind, update).forEach(event -> conversation(event, characters));
                } else {
                    conversation(AcpUpdates.read(update), characters);
                }
            }
            default -> conversation(AcpUpdates.read(update), characters);
        }
    }

    private void toolCall(String kind, JsonFields update, long characters) {
        Optional<String> id = AcpUpdates.id(update, "toolCallId");
        Optional<String> parent = subagents.parent(update);
        id.ifPresent(known -> subagents.toolCall(known, update));
        // Its words before this call are a row before it; at its end, they are complete.
        parent.flatMap(subagents::remove).ifPresent(rest -> conversation(rest, 0));
        id.flatMap(subagents::remove).ifPresent(rest -> conversation(rest, 0));
        conversation(
                id.<AgentEvent>map(known -> new AgentEvent.ToolCall(
                                known, calls.complete(known, update, AcpUpdates.patch(update)), parent.orElse(null)))
                        .orElseGet(() -> AcpUpdates.unknown(kind, update)),
                characters);
    }

    /** Handles the tool call of a permission request, which may be the first message about that call. */
    void permissionCall(JsonFields params, long characters) {
        Optional<JsonFields> call = params.object("toolCall");
        Optional<String> id = call.flatMap(fields -> AcpUpdates.id(fields, "toolCallId"));
        if (id.isEmpty()) {
            return;
        }
        ToolCallPatch patch = AcpUpdates.patch(call.get());
        Optional<String> known = calls.title(id.get());
        // "Create file" must not replace "Creating src/a.txt"; but the command may replace "bash".
        boolean keepTitle = known.filter(text -> text.indexOf(' ') > 0).isPresent();
        ToolCallPatch news = new ToolCallPatch(
                keepTitle ? null : patch.title(),
                patch.kind(),
                known.isPresent() ? null : patch.status(),
                orEmpty(patch.locations()),
                orEmpty(patch.content()),
                patch.input(),
                patch.output(),
                0);
        Optional<String> parent = call.flatMap(subagents::parent).or(() -> subagents.parent(params));
        conversation(
                new AgentEvent.ToolCall(id.get(), calls.complete(id.get(), call.get(), news), parent.orElse(null)),
                characters);
    }

    /** An empty list in a permission request means no change, not an empty list. */
    private static <T> @Nullable List<T> orEmpty(@Nullable List<T> list) {
        return list == null || list.isEmpty() ? null : list;
    }

    private void conversation(AgentEvent event, long characters) {
        boolean repeatable = event instanceof AgentEvent.MessageChunk
                || event instanceof AgentEvent.ThoughtChunk
                || event instanceof AgentEvent.UserChunk
                || event instanceof AgentEvent.Media
                || event instanceof AgentEvent.Compaction
                || event instanceof AgentEvent.ToolCall
                || event instanceof AgentEvent.Plan;
        if (repeatable && replaying) {
            replayed++;
            listener.accept(new AgentEvent.Replayed(event));
        } else {
            emit(event, characters);
        }
    }

    private void emit(AgentEvent event, long characters) {
        if (ready) {
            listener.accept(event);
        } else if (held.size() < HELD && heldCharacters + characters <= HELD_CHARACTERS) {
            held.add(event);
            heldCharacters += characters;
        }
    }

    private void publishOffer() {
        if (!ready) {
            return;
        }
        AcpOffer now = offer;
        AcpOffer before = publishedOffer;
        publishedOffer = now;
        if (!now.mode().available().equals(before.mode().available())
                || !now.mode().current().equals(before.mode().current())) {
            listener.accept(
                    new AgentEvent.ModeChanged(now.mode().current(), now.mode().available()));
        }
        if (!now.model().available().equals(before.model().available())
                || !now.model().current().equals(before.model().current())) {
            listener.accept(new AgentEvent.ModelChanged(
                    now.model().current(), now.model().available()));
        }
        if (!now.options().equals(before.options())) {
            listener.accept(new AgentEvent.OptionsChanged(now.options()));
        }
    }
}
