package dev.pilothouse.ui.composer;

import dev.pilothouse.model.AgentCommand;
import dev.pilothouse.model.AgentModel;
import dev.pilothouse.model.AgentOption;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.Scope;
import dev.pilothouse.session.Activity;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.WhenBusy;
import dev.pilothouse.ui.sessions.ConnectionWords;
import dev.pilothouse.ui.sessions.SessionKey;
import dev.pilothouse.ui.sessions.SessionWords;
import dev.pilothouse.ui.settings.KeptValues;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/**
 * What the person writes to the session on screen. The draft belongs to the session and outlives the app; the queue is the
 * host's and every device sees it.
 *
 * <p>Confined to the FX thread; ends with the shell.
 */
public final class ComposerPresenter {
    private final KeptValues kept;
    private final Executor fx;
    private final Consumer<String> notice;
    private final Runnable sent;
    private final StringProperty draft = new SimpleStringProperty(this, "draft", "");
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(this, "state", State.NONE);
    private HostLink link;
    private SessionKey key;
    private Activity activity;

    /** A choice in a menu. Immutable. */
    public record Choice(String id, String name, String description) {}

    /** What the composer shows beside the draft. Immutable. */
    public record State(
            boolean enabled,
            String why,
            boolean mayResume,
            boolean working,
            String placeholder,
            List<Choice> modes,
            Choice mode,
            List<Choice> models,
            Choice model,
            List<AgentOption> options,
            List<AgentCommand> commands,
            List<QueuedPrompt> queue) {
        static final State NONE = new State(
                false, "", false, false, "", List.of(), null, List.of(), null, List.of(), List.of(), List.of());
    }

    /**
     * @param kept where drafts outlive the app
     * @param fx the way back onto the FX thread
     * @param notice shows a sentence to the person
     * @param sent told that a prompt is on its way
     */
    public ComposerPresenter(KeptValues kept, Executor fx, Consumer<String> notice, Runnable sent) {
        this.kept = kept;
        this.fx = fx;
        this.notice = notice;
        this.sent = sent;
        draft.addListener((property, before, now) -> {
            if (key != null) {
                kept.put(draftName(key), now);
            }
        });
    }

    /** The name under which the draft of a session is kept. */
    public static String draftName(SessionKey key) {
        return "draft." + key.asText();
    }

    /** The text that is not sent yet. */
    public StringProperty draftProperty() {
        return draft;
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** Takes up the draft of this session. */
    public void show(HostLink of, SessionKey session) {
        key = null;
        link = of;
        draft.set(kept.get(draftName(session)).orElse(""));
        key = session;
        activity = null;
        state.set(State.NONE);
    }

    public void hide() {
        key = null;
        state.set(State.NONE);
        draft.set("");
    }

    /** Shows what the session allows now. */
    public void render(SessionState session) {
        if (key == null || session.info() == null || session.activity() == null) {
            return;
        }
        activity = session.activity();
        SessionPhase phase = activity.phase();
        HostView host = link.reader().host();
        boolean refused = host.connection() instanceof ConnectionState.Refused;
        boolean steer = host.scope().covers(Scope.STEER) && !refused;
        boolean gone = phase == SessionPhase.GONE;
        boolean stuck = phase == SessionPhase.FAILED || phase == SessionPhase.NEEDS_LOGIN;
        String why = !steer
                ? refused ? ConnectionWords.line(host.connection(), false) : Texts.text("composer.mayNot")
                : gone ? Texts.text("composer.gone") : stuck ? SessionWords.evidence(activity) : "";
        List<Choice> modes = session.offer().modes().stream()
                .map(mode -> new Choice(mode.modeId(), mode.name(), mode.description()))
                .toList();
        List<Choice> models =
                session.offer().models().stream().map(ComposerPresenter::choice).toList();
        boolean commands = !session.offer().commands().isEmpty();
        state.set(new State(
                steer && !gone,
                why,
                steer && (gone || stuck),
                phase == SessionPhase.WORKING || phase == SessionPhase.WAITING,
                Texts.text(
                        commands ? "composer.promptCommands" : "composer.prompt",
                        session.info().agentName()),
                modes,
                current(modes, session.offer().modeId()),
                models,
                current(models, session.offer().modelId()),
                session.offer().options(),
                session.offer().commands(),
                session.queue()));
    }

    private static Choice choice(AgentModel model) {
        return new Choice(model.modelId(), model.name(), model.description());
    }

    private static Choice current(List<Choice> choices, String id) {
        return choices.stream()
                .filter(choice -> choice.id().equals(id))
                .findFirst()
                .orElse(id.isEmpty() ? null : new Choice(id, id, ""));
    }

    /** The commands that the draft may mean: those that begin as it does, while it is one word. */
    public List<AgentCommand> suggestions() {
        String text = draft.get();
        if (!text.startsWith("/") || text.indexOf(' ') >= 0 || text.indexOf('\n') >= 0) {
            return List.of();
        }
        String begun = text.substring(1);
        return state.get().commands().stream()
                .filter(command ->
                        command.name().startsWith(begun) && !command.name().equals(begun))
                .limit(8)
                .toList();
    }

    public void onSuggestion(AgentCommand command) {
        draft.set("/" + command.name() + " ");
    }

    /** Sends the draft: behind what waits, or instead of the turn that runs. */
    public void onSend(WhenBusy whenBusy) {
        String text = draft.get().strip();
        if (text.isEmpty() || key == null || !state.get().enabled()) {
            return;
        }
        draft.set("");
        // The answer, also a refusal, shows in the row of the prompt itself.
        link.sessions().submit(new Intent.Prompt(key.sessionId(), text, whenBusy));
        sent.run();
    }

    /** Cancels the turn that runs. */
    public void onStop() {
        if (activity != null && activity.turn() != null) {
            submit(new Intent.Cancel(key.sessionId(), activity.turn()));
        }
    }

    public void onMode(Choice mode) {
        submit(new Intent.SetMode(key.sessionId(), mode.id()));
    }

    public void onModel(Choice model) {
        submit(new Intent.SetModel(key.sessionId(), model.id()));
    }

    /** Gives one of the agent's own options another value. */
    public void onOption(AgentOption option, String value) {
        if (!value.equals(option.current())) {
            submit(new Intent.SetOption(key.sessionId(), option.optionId(), value));
        }
    }

    public void onRemoveQueued(QueuedPrompt queued) {
        submit(new Intent.RemoveQueued(key.sessionId(), queued.queueId()));
    }

    /** Takes a waiting prompt back into the draft. */
    public void onEditQueued(QueuedPrompt queued) {
        String now = draft.get();
        draft.set(now.isBlank() ? queued.text() : queued.text() + "\n\n" + now);
        onRemoveQueued(queued);
    }

    public void onResume() {
        submit(new Intent.ResumeSession(key.sessionId()));
    }

    private void submit(Intent intent) {
        link.sessions().submit(intent).thenAcceptAsync(this::submitted, fx);
    }

    private void submitted(IntentResult result) {
        if (result instanceof IntentResult.Refused refused) {
            notice.accept(refused.text());
        }
    }
}
