package dev.pilothouse.ui.composer;

import dev.pilothouse.model.AgentCommand;
import dev.pilothouse.model.AgentModel;
import dev.pilothouse.model.AgentOption;
import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.model.Usage;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.platform.SharedContent;
import dev.pilothouse.session.Activity;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.WhenBusy;
import dev.pilothouse.ui.attachment.AttachmentPreparer;
import dev.pilothouse.ui.attachment.AttachmentSource;
import dev.pilothouse.ui.attachment.Thumbnail;
import dev.pilothouse.ui.attachment.ThumbnailCache;
import dev.pilothouse.ui.status.ConnectionText;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/**
 * The composer of the session on screen. The draft and its attachments belong to the session and outlive the app. The
 * queue belongs to the host, and every device sees it.
 *
 * <p>Confined to the FX thread; lives as long as the shell.
 */
public final class ComposerPresenter implements AutoCloseable {
    private static final double CONTEXT_NEARLY_FULL = 0.9;

    private final Preferences kept;
    private final Executor fx;
    private final Consumer<String> notice;
    private final Runnable sent;
    private final StringProperty draft = new SimpleStringProperty(this, "draft", "");
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(this, "state", State.NONE);
    private final ReadOnlyObjectWrapper<Sending> sending =
            new ReadOnlyObjectWrapper<>(this, "sending", Sending.NOTHING);
    private final PromptHistory history = new PromptHistory();
    private final Snippets snippets;
    private final CompletionPresenter completion;
    private final AttachmentsPresenter attachments;
    private final EnterKeySetting sendKey;
    private final ThumbnailCache thumbnails;
    private final List<String> mentioned = new ArrayList<>();
    /** The unsaved edits of queued prompts, at most one per session. */
    private final Map<SessionKey, Edit> edits = new HashMap<>();

    private @Nullable HostLink link;
    private @Nullable SessionKey key;
    private @Nullable Activity activity;
    private String cwd = "";
    private Optional<String> watchText = Optional.empty();
    private Optional<String> budgetText = Optional.empty();

    /**
     * An edit of a queued prompt. Immutable.
     *
     * @param prompt the prompt as it was when the edit began
     * @param text the edited text
     */
    record Edit(QueuedPrompt prompt, String text) {
        boolean changed() {
            return !text.strip().equals(prompt.text());
        }
    }

    /** An entry of a menu. Immutable. */
    public record Choice(String id, String name, String description) {}

    /** The state of the composer apart from the draft. Immutable. */
    public record State(
            boolean enabled,
            String why,
            boolean mayResume,
            boolean mayRestart,
            boolean working,
            SendTiming effect,
            String agent,
            String noPictures,
            boolean commandsOffered,
            List<Choice> modes,
            @Nullable Choice mode,
            List<Choice> models,
            @Nullable Choice model,
            List<AgentOption> options,
            List<AgentCommand> commands,
            List<QueuedPrompt> queue) {
        static final State NONE = new State(
                false,
                "",
                false,
                false,
                false,
                SendTiming.NOW,
                "",
                "",
                false,
                List.of(),
                null,
                List.of(),
                null,
                List.of(),
                List.of(),
                List.of());

        /** A sentence on when a message that is sent now reaches the agent. Empty if at once. */
        String goesText() {
            return effect.text(queue.size());
        }
    }

    /**
     * Whether the draft can be sent.
     *
     * @param possible whether there is a draft that can be sent
     * @param obstacle the reason why it cannot be sent yet, or empty
     */
    public record Sending(boolean possible, String obstacle) {
        static final Sending NOTHING = new Sending(false, "");
    }

    /**
     * The dependencies of the composer.
     *
     * @param kept stores drafts on this device
     * @param preparer makes files and pictures small enough for the host
     * @param background runs the preparer
     * @param fx runs tasks on the FX thread
     * @param notice shows a sentence to the user
     * @param sent runs after a prompt was submitted that is not queued
     */
    public record Ports(
            Preferences kept,
            AttachmentPreparer preparer,
            Executor background,
            Executor fx,
            Consumer<String> notice,
            Runnable sent) {}

    public ComposerPresenter(Ports ports) {
        kept = ports.kept();
        fx = ports.fx();
        notice = ports.notice();
        sent = ports.sent();
        snippets = new Snippets(kept);
        sendKey = new EnterKeySetting(kept);
        thumbnails = new ThumbnailCache(fx, ports.background());
        completion = new CompletionPresenter(snippets, () -> state.get().commands(), fx);
        attachments = new AttachmentsPresenter(kept, ports.preparer(), ports.background(), fx);
        attachments.setNotice(notice);
        attachments.entriesProperty().addListener((property, before, now) -> renderSending());
        draft.addListener((property, before, now) -> {
            if (key != null) {
                kept.put(draftName(key), now);
            }
            if (!history.shows(now)) {
                history.reset();
            }
            renderSending();
        });
    }

    /** The key under which a session's draft is stored. */
    public static String draftName(SessionKey key) {
        return "draft." + key.asText();
    }

    private static String mentionsName(SessionKey key) {
        return "mentions." + key.asText();
    }

    private static String attachedName(SessionKey key) {
        return "attached." + key.asText();
    }

    /** The text that is not sent yet. */
    public StringProperty draftProperty() {
        return draft;
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** Whether the draft can be sent. */
    public ReadOnlyObjectProperty<Sending> sendingProperty() {
        return sending.getReadOnlyProperty();
    }

    public CompletionPresenter completion() {
        return completion;
    }

    public AttachmentsPresenter attachments() {
        return attachments;
    }

    public Snippets snippets() {
        return snippets;
    }

    public EnterKeySetting sendKey() {
        return sendKey;
    }

    /** Loads the thumbnail of an attachment from the host. */
    public void picture(Attachment.Blob attachment, Consumer<Thumbnail> shown) {
        if (link != null && key != null) {
            thumbnails.show(link, key.sessionId(), attachment, shown);
        }
    }

    /** Clears the cache of thumbnails, which can be fetched again. */
    public void releaseMemory() {
        thumbnails.releaseMemory();
    }

    /** Loads the draft of this session. */
    public void show(HostLink of, SessionKey session) {
        key = null;
        link = of;
        state.set(State.NONE);
        history.show(List.of());
        draft.set(kept.get(draftName(session)).orElse(""));
        mentioned.clear();
        kept.get(mentionsName(session)).ifPresent(names -> mentioned.addAll(List.of(names.split("\n"))));
        key = session;
        activity = null;
        // The session's state may arrive later. Until then, paths must not be resolved against the previous session's
        // directory.
        cwd = "";
        watchText = Optional.empty();
        budgetText = Optional.empty();
        attachments.show(of, session.sessionId(), attachedName(session));
        completion.show(of, session.sessionId());
        renderSending();
    }

    public void hide() {
        key = null;
        state.set(State.NONE);
        draft.set("");
        mentioned.clear();
        attachments.hide();
        completion.show(null, null);
    }

    /**
     * Sets the warning of the host's watchdog about the session, or empty. It is shown from the next {@link #render}
     * on.
     */
    public void setWatchText(Optional<String> words) {
        watchText = words;
    }

    /** Sets the warning about a budget of the session, or empty. It is shown from the next {@link #render} on. */
    public void setBudgetText(Optional<String> words) {
        budgetText = words;
    }

    /** Updates the composer to what the session allows now. */
    public void render(SessionState session) {
        if (key == null || link == null || session.info() == null || session.activity() == null) {
            return;
        }
        activity = session.activity();
        cwd = session.info().cwd();
        SessionPhase phase = activity.phase();
        HostView host = link.reader().host();
        boolean refused = host.connection() instanceof ConnectionState.Refused;
        boolean steer = host.scope().covers(Scope.STEER) && !refused;
        boolean gone = phase == SessionPhase.GONE;
        boolean stuck = phase == SessionPhase.FAILED || phase == SessionPhase.NEEDS_LOGIN;
        String why = !steer
                ? refused ? ConnectionText.line(host.connection(), false) : Texts.text("composer.mayNot")
                : NotRunningText.of(session, activity)
                        .or(() -> watchText)
                        .or(() -> budgetText)
                        .or(() -> contextText(session.usage()))
                        .orElse("");
        List<Choice> modes = session.offer().modes().stream()
                .map(mode -> new Choice(mode.modeId(), mode.name(), mode.description()))
                .toList();
        List<Choice> models =
                session.offer().models().stream().map(ComposerPresenter::choice).toList();
        String agent = session.info().agentName();
        boolean known = !session.info().agentSessionId().isEmpty();
        history.show(session.transcript().items().stream()
                .filter(item -> item instanceof Item.UserItem)
                .map(item -> ((Item.UserItem) item).text())
                .toList());
        state.set(new State(
                steer,
                why,
                steer && phase != SessionPhase.STARTING && (gone || stuck),
                steer && watchText.isPresent(),
                phase == SessionPhase.WORKING || phase == SessionPhase.WAITING,
                SendTiming.of(host.connection(), phase),
                agent,
                session.info().support().images()
                        ? ""
                        : known ? Texts.text("attach.noPictures", agent) : Texts.text("attach.starting", agent),
                !session.offer().commands().isEmpty(),
                modes,
                current(modes, session.offer().modeId()),
                models,
                current(models, session.offer().modelId()),
                session.offer().options(),
                session.offer().commands(),
                session.queue()));
        renderSending();
    }

    private static Optional<String> contextText(Usage usage) {
        return usage.contextTokens() > 0 && usage.usedTokens() >= CONTEXT_NEARLY_FULL * usage.contextTokens()
                ? Optional.of(Texts.text(
                        "composer.contextFull", Math.min(100, 100 * usage.usedTokens() / usage.contextTokens())))
                : Optional.empty();
    }

    private static Choice choice(AgentModel model) {
        return new Choice(model.modelId(), model.name(), model.description());
    }

    private static @Nullable Choice current(List<Choice> choices, String id) {
        return choices.stream()
                .filter(choice -> choice.id().equals(id))
                .findFirst()
                .orElse(id.isEmpty() ? null : new Choice(id, id, ""));
    }

    private void renderSending() {
        if (key == null) {
            sending.set(Sending.NOTHING);
            return;
        }
        boolean something = !draft.get().isBlank() || !attachments.ready().isEmpty();
        String obstacle = attachments.obstacle(state.get().noPictures());
        sending.set(new Sending(something && obstacle.isEmpty() && state.get().enabled(), obstacle));
    }

    /** Updates the suggestions after the caret or the text changed. */
    public void onCaret(int caret) {
        completion.onText(draft.get(), caret);
    }

    /**
     * Takes a suggestion.
     *
     * @return the new position of the caret
     */
    public int onSuggestion(CompletionPresenter.Suggestion suggestion) {
        CompletionPresenter.Edit edit = completion.take(suggestion);
        if (edit.mentioned() != null) {
            mention(edit.mentioned());
        }
        draft.set(edit.text());
        return edit.caret();
    }

    private void mention(String path) {
        if (key != null && !mentioned.contains(path)) {
            mentioned.add(path);
            kept.put(mentionsName(key), String.join("\n", mentioned));
        }
    }

    /**
     * Shows an older or newer sent prompt, unless the draft has a text of its own.
     *
     * @return false if the key is for the text field
     */
    public boolean onHistory(boolean older) {
        String text = draft.get();
        if (!text.isEmpty() && !history.shows(text)) {
            return false;
        }
        String found = older ? history.older(text) : history.newer();
        if (found == null) {
            return history.isIn();
        }
        draft.set(found);
        return true;
    }

    /** Attaches files of this device. A file in the session's directory on this machine is mentioned instead. */
    public void onFiles(List<Path> files) {
        List<AttachmentSource> sources = new ArrayList<>();
        for (Path file : files) {
            String path = projectPath(file);
            if (path.isEmpty()) {
                sources.add(new AttachmentSource.OfFile(file));
            } else {
                mention(path);
                String before = draft.get();
                draft.set((before.isEmpty() || before.endsWith(" ") || before.endsWith("\n") ? before : before + " ")
                        + "@" + path + " ");
            }
        }
        attachments.add(sources);
    }

    /**
     * Returns the path within the session's directory, or empty if the file is to be attached. Pictures are always
     * attached.
     */
    private String projectPath(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        boolean picture = name.matches(".*\\.(png|jpe?g|gif|webp)");
        if (key == null || link == null || !link.local() || cwd.isEmpty() || picture) {
            return "";
        }
        Path root = Path.of(cwd);
        Path absolute = file.toAbsolutePath().normalize();
        return absolute.startsWith(root) && !absolute.equals(root)
                ? root.relativize(absolute).toString().replace('\\', '/')
                : "";
    }

    /** Adds content that another app has shared to the draft of the session on screen, after its text. */
    public void onShared(SharedContent given) {
        if (key == null) {
            return;
        }
        if (!given.text().isBlank()) {
            restoreText(key, given.text().strip());
        }
        onFiles(given.files());
    }

    /** Adds a sent prompt to the draft of the session on screen, after its text, with its attachments. */
    public void onEditAgain(String text, List<Attachment> with) {
        if (key == null) {
            return;
        }
        if (!text.isBlank()) {
            restoreText(key, text);
        }
        List<Attachment.Blob> uploaded = new ArrayList<>();
        for (Attachment attachment : with) {
            if (attachment instanceof Attachment.ProjectFile file) {
                mention(file.path());
            } else if (attachment instanceof Attachment.Blob blob) {
                uploaded.add(blob);
            }
        }
        attachments.addUploaded(uploaded);
    }

    /** Attaches a picture that was pasted or dropped. */
    public void onPicture(AttachmentSource.OfPixels picture) {
        if (state.get().noPictures().isEmpty()) {
            attachments.add(List.of(picture));
        } else {
            notice.accept(state.get().noPictures());
        }
    }

    /**
     * Sends the draft. It is queued, or stops the running turn if {@code whenBusy} asks for that and a turn is known to
     * run.
     */
    public void onSend(WhenBusy whenBusy) {
        String text = draft.get().strip();
        if (key == null || link == null || !sending.get().possible()) {
            if (key != null && !sending.get().obstacle().isEmpty()) {
                notice.accept(sending.get().obstacle());
            }
            return;
        }
        List<Attachment> with = new ArrayList<>(attachments.ready());
        mentioned.stream()
                .filter(path -> names(text, path))
                .map(Attachment.ProjectFile::new)
                .forEach(with::add);
        draft.set("");
        mentioned.clear();
        kept.put(mentionsName(key), "");
        attachments.clear();
        history.reset();
        // The row of the prompt shows the result, including a refusal.
        WhenBusy wish = state.get().effect().maySteer() ? whenBusy : WhenBusy.QUEUE;
        link.sessions().submit(new Intent.Prompt(key.sessionId(), text, wish, with));
        // A prompt that waits does not change what is on screen, so a reader further up stays there.
        if (wish == WhenBusy.STEER || !state.get().effect().isDelayed()) {
            sent.run();
        }
    }

    /** Returns whether the text still mentions the file as a separate word. */
    private static boolean names(String text, String path) {
        String word = "@" + path;
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            int end = at + word.length();
            boolean starts = at == 0 || Character.isWhitespace(text.charAt(at - 1));
            boolean ends =
                    isBreak(text, end) || ".,;:!?)]}\"'".indexOf(text.charAt(end)) >= 0 && isBreak(text, end + 1);
            if (starts && ends) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBreak(String text, int at) {
        return at >= text.length() || Character.isWhitespace(text.charAt(at));
    }

    /** Cancels the running turn. */
    public void onStop() {
        TurnId turn = activity == null ? null : activity.turn();
        if (turn != null) {
            submit(of -> new Intent.Cancel(of, turn));
        }
    }

    public void onMode(Choice mode) {
        submit(of -> new Intent.SetMode(of, mode.id()));
    }

    public void onModel(Choice model) {
        submit(of -> new Intent.SetModel(of, model.id()));
    }

    /** Sets an option of the agent. */
    public void onOption(AgentOption option, String value) {
        if (!value.equals(option.current())) {
            submit(of -> new Intent.SetOption(of, option.optionId(), value));
        }
    }

    public void onRemoveQueued(QueuedPrompt queued) {
        submit(of -> new Intent.RemoveQueued(of, queued.queueId()));
    }

    /** The session on screen. */
    @Nullable
    SessionKey session() {
        return key;
    }

    /** The unsaved edit of a queued prompt of the session on screen. */
    Optional<Edit> edit() {
        return Optional.ofNullable(edits.get(key));
    }

    /** Stores the unsaved edit of a queued prompt. */
    void onEditing(QueuedPrompt queued, String text) {
        if (key != null) {
            edits.put(key, new Edit(queued, text));
        }
    }

    /** Discards the unsaved edit after the user has saved or cancelled it. */
    void onEditEnded() {
        edits.remove(key);
    }

    /**
     * Changes the text of a queued prompt. If the host refuses, for example because another device has edited it, the
     * text is added to the draft.
     */
    public void onEditQueued(QueuedPrompt queued, String text) {
        if (text.strip().equals(queued.text())) {
            return;
        }
        SessionKey of = key;
        if (link == null || of == null) {
            return;
        }
        link.sessions()
                .submit(new Intent.EditQueued(of.sessionId(), queued.queueId(), queued.rev(), text.strip()))
                .thenAcceptAsync(
                        result -> {
                            submitted(result);
                            if (result instanceof IntentResult.Refused) {
                                restoreText(of, text.strip());
                            }
                        },
                        fx);
    }

    /** Adds the unsaved edit of a queued prompt to the draft, because the prompt was sent or removed meanwhile. */
    public void onEditLost(String written) {
        if (key != null) {
            restoreText(key, written);
        }
        notice.accept(Texts.text("queue.editLost"));
    }

    private void restoreText(SessionKey of, String written) {
        boolean here = of.equals(key);
        String now = here ? draft.get() : kept.get(draftName(of)).orElse("");
        String both = now.isBlank() ? written : now.stripTrailing() + "\n\n" + written;
        if (here) {
            draft.set(both);
        } else {
            kept.put(draftName(of), both);
        }
    }

    /** Adds unsaved edits to their drafts, so that they outlive this presenter. */
    @Override
    public void close() {
        edits.forEach((of, edit) -> {
            if (edit.changed()) {
                restoreText(of, edit.text());
            }
        });
        edits.clear();
    }

    /** @param position the new index, from 0 */
    public void onMoveQueued(QueuedPrompt queued, int position) {
        submit(of -> new Intent.MoveQueued(of, queued.queueId(), position));
    }

    /** Stops the running turn and sends this prompt next. */
    public void onSendQueued(QueuedPrompt queued) {
        submit(of -> new Intent.SendQueued(of, queued.queueId()));
    }

    public void onResume() {
        submit(of -> new Intent.ResumeSession(of));
    }

    /** Restarts the agent. The host resumes the session after the close is complete. */
    public void onRestart() {
        submit(of -> new Intent.CloseSession(of));
        submit(of -> new Intent.ResumeSession(of));
    }

    /** Submits an intent for the session on screen. */
    private void submit(Function<SessionId, Intent> intent) {
        if (link != null && key != null) {
            link.sessions().submit(intent.apply(key.sessionId())).thenAcceptAsync(this::submitted, fx);
        }
    }

    private void submitted(IntentResult result) {
        if (result instanceof IntentResult.Refused refused) {
            notice.accept(HostTexts.text(refused.sentence()));
        }
    }
}
