package dev.pilothouse.desktop.agent;

import dev.pilothouse.desktop.process.ProcessTable;
import dev.pilothouse.desktop.process.ProcessUsage;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.model.ToolStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * An agent in memory. Records its commands, and puts events into the inbox of its session. The automatic
 * form also reacts to commands, on the calling thread: it becomes ready when started, echoes a prompt, requests
 * permission on {@value #ASK}, works until it is cancelled on {@value #WAIT}, and exits on {@value #DIE}.
 */
public final class FakeAgent implements AgentAdapter {
    public static final String ASK = "ask";
    public static final String WAIT = "wait";
    public static final String DIE = "die";
    public static final AgentMode ASKING = new AgentMode("ask", "Ask", "Asks before it acts");
    public static final AgentMode FREE = new AgentMode("auto", "Auto", "Asks nothing");

    /** The calls, such as {@code "prompt hello"}, in order. */
    public final List<String> commands = new CopyOnWriteArrayList<>();

    /** The prompts, in order. */
    public final List<List<PromptPart>> prompts = new CopyOnWriteArrayList<>();

    /** The reported usage of its processes. */
    public volatile Optional<ProcessUsage> usage = Optional.empty();

    private final AgentInbox inbox;
    private final boolean automatic;
    private boolean inTurn;
    private boolean asking;
    private boolean over;

    private FakeAgent(AgentInbox inbox, boolean automatic) {
        this.inbox = inbox;
        this.automatic = automatic;
    }

    /** An agent that only the test controls. */
    public static FakeAgent manual(AgentInbox inbox) {
        return new FakeAgent(inbox, false);
    }

    /** An agent that reacts to commands. */
    public static FakeAgent automatic(AgentInbox inbox) {
        return new FakeAgent(inbox, true);
    }

    /** Delivers events, in order; waits while the inbox is full. */
    public void emit(AgentEvent... events) {
        for (AgentEvent event : events) {
            if (over) {
                throw new IllegalStateException("An agent that has exited says nothing: " + event);
            }
            inTurn &= !(event instanceof AgentEvent.TurnDone);
            over = event instanceof AgentEvent.Exited || event instanceof AgentEvent.StartFailed;
            try {
                inbox.put(1, () -> inbox.publish(event), () -> {});
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }
    }

    /** Emits that it is ready, with the asking mode on. */
    public void emitReady(ContextRestore memory) {
        emit(
                new AgentEvent.Ready("Fake agent", "1.0", "fake-session", memory),
                new AgentEvent.ModeChanged(ASKING.modeId(), List.of(ASKING, FREE)));
    }

    @Override
    public void start() {
        commands.add("start");
        if (automatic) {
            emitReady(ContextRestore.NEW);
        }
    }

    @Override
    public void prompt(List<PromptPart> parts) {
        prompts.add(parts);
        String text = parts.stream()
                .filter(PromptPart.Text.class::isInstance)
                .map(part -> ((PromptPart.Text) part).text())
                .collect(Collectors.joining("\n"));
        commands.add("prompt " + text);
        inTurn = true;
        if (!automatic) {
            return;
        }
        switch (text) {
            case ASK -> ask();
            case WAIT -> emit(new AgentEvent.MessageChunk(null, "working"));
            case DIE ->
                emit(
                        new AgentEvent.TurnDone(StopReason.INTERRUPTED, "gone"),
                        new AgentEvent.Exited(3, false, "The process exited with code 3."));
            default ->
                emit(
                        new AgentEvent.MessageChunk(null, "You said: " + text),
                        new AgentEvent.TurnDone(StopReason.END_TURN, ""));
        }
    }

    private void ask() {
        asking = true;
        emit(
                new AgentEvent.ToolCall(
                        "call-1",
                        new ToolCallPatch(
                                "Write a file", ToolKind.EDIT, ToolStatus.PENDING, null, null, null, null, 0)),
                new AgentEvent.Ask(
                        "ask-1",
                        PendingKind.PERMISSION,
                        "Write a file",
                        "",
                        "call-1",
                        List.of(
                                new PendingOption("yes", "Allow", PendingOption.Kind.ALLOW_ONCE),
                                new PendingOption("no", "Reject", PendingOption.Kind.REJECT_ONCE)),
                        List.of(),
                        ToolKind.EDIT,
                        "notes.txt"));
    }

    @Override
    public void cancel() {
        commands.add("cancel");
        asking = false;
        if (automatic && inTurn) {
            emit(new AgentEvent.TurnDone(StopReason.CANCELLED, ""));
        }
    }

    @Override
    public void answer(String askId, Answer answer) {
        commands.add("answer " + askId + " " + answer);
        if (automatic && asking) {
            asking = false;
            ToolStatus status = answer.equals(new Answer.Option("yes")) ? ToolStatus.COMPLETED : ToolStatus.FAILED;
            emit(
                    new AgentEvent.ToolCall("call-1", ToolCallPatch.ofStatus(status, 0)),
                    new AgentEvent.TurnDone(StopReason.END_TURN, ""));
        }
    }

    @Override
    public void setMode(String modeId) {
        commands.add("setMode " + modeId);
        if (automatic) {
            emit(new AgentEvent.ModeChanged(modeId, List.of(ASKING, FREE)));
        }
    }

    @Override
    public void setModel(String modelId) {
        commands.add("setModel " + modelId);
    }

    @Override
    public void setOption(String optionId, String value) {
        commands.add("setOption " + optionId + " " + value);
    }

    @Override
    public Optional<ProcessUsage> usage(ProcessTable table) {
        return usage;
    }

    @Override
    public void close() {
        commands.add("close");
        if (automatic && !over) {
            if (inTurn) {
                emit(new AgentEvent.TurnDone(StopReason.INTERRUPTED, "closed"));
            }
            emit(new AgentEvent.Exited(0, true, "The process exited with code 0."));
            inbox.post(inbox::finish);
            inbox.awaitEnd(Duration.ofSeconds(3));
        }
    }
}
