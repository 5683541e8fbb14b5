package dev.pilothouse.ui.composer;

import dev.pilothouse.model.AgentCommand;
import dev.pilothouse.model.FileMatch;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Suggests completions for the word at the caret. A slash at the start of the text suggests the agent's commands and
 * the user's saved prompts. An {@code @} suggests files of the session's directory, which the host searches. At most
 * one search runs at a time. When it ends, the text typed meanwhile is searched.
 *
 * <p>Confined to the FX thread; lives as long as the shell.
 */
public final class CompletionPresenter {
    private static final int MAX = 8;
    private static final int MAX_FILES = 30;

    private final Executor fx;
    private final Snippets snippets;
    private final Supplier<List<AgentCommand>> commands;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(this, "state", State.NONE);
    private @Nullable HostLink link;
    private @Nullable SessionId session;
    private String text = "";
    private @Nullable Word word;
    /** The start of the word whose suggestions the user has closed, or -1. */
    private int closedAt = -1;

    private boolean searching;
    private @Nullable String wanted;
    private String answered = "";
    private List<FileMatch> files = List.of();
    private String problem = "";

    public enum Kind {
        COMMAND,
        SNIPPET,
        FILE,
        FOLDER
    }

    /**
     * One suggestion.
     *
     * @param title the main text, such as a file's name
     * @param detail the secondary text, such as its folder
     * @param insert the replacement of the word
     */
    public record Suggestion(Kind kind, String title, String detail, String insert) {}

    /**
     * The suggestions to show.
     *
     * @param selected the index of the suggestion that Enter takes, or -1
     * @param note a sentence in place of suggestions, or empty
     */
    public record State(List<Suggestion> suggestions, int selected, String note) {
        static final State NONE = new State(List.of(), -1, "");

        public boolean isShown() {
            return !suggestions.isEmpty() || !note.isEmpty();
        }
    }

    /**
     * The text and the caret position after a suggestion was taken.
     *
     * @param mentioned the path of the file that was taken
     */
    public record Edit(String text, int caret, @Nullable String mentioned) {}

    private record Word(int start, int end, char sign, String letters) {}

    CompletionPresenter(Snippets snippets, Supplier<List<AgentCommand>> commands, Executor fx) {
        this.snippets = snippets;
        this.commands = commands;
        this.fx = fx;
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    void show(@Nullable HostLink of, @Nullable SessionId to) {
        link = of;
        session = to;
        files = List.of();
        answered = "";
        wanted = null;
        onText("", 0);
    }

    /** Updates the suggestions after the text or the caret changed. */
    public void onText(String now, int caret) {
        text = now;
        Word before = word;
        word = wordAt(now, Math.min(caret, now.length()));
        if (word == null || before == null || before.start() != word.start() || before.sign() != word.sign()) {
            closedAt = -1;
        }
        if (word != null && word.sign() == '@') {
            search(word.letters());
        }
        render();
    }

    /** Returns the word with a leading sign that ends at the caret. */
    private static @Nullable Word wordAt(String text, int caret) {
        int start = caret;
        while (start > 0 && !Character.isWhitespace(text.charAt(start - 1))) {
            start--;
        }
        if (start == caret) {
            return null;
        }
        char sign = text.charAt(start);
        if (sign == '/' && start == 0 || sign == '@') {
            return new Word(start, caret, sign, text.substring(start + 1, caret));
        }
        return null;
    }

    private void search(String letters) {
        if (link == null || session == null) {
            return;
        }
        if (searching) {
            wanted = letters;
            return;
        }
        if (letters.equals(answered) && !files.isEmpty()) {
            return;
        }
        searching = true;
        wanted = null;
        SessionId asked = session;
        link.host().findFiles(asked, letters).thenAcceptAsync(reply -> found(asked, letters, reply), fx);
    }

    private void found(SessionId asked, String letters, HostGateway.Reply<HostGateway.FoundFiles> reply) {
        searching = false;
        if (asked.equals(session)) {
            answered = letters;
            files = reply instanceof HostGateway.Reply.Value<HostGateway.FoundFiles> value
                    ? value.value().files()
                    : List.of();
            problem = reply instanceof HostGateway.Reply.Refused<HostGateway.FoundFiles> refused
                    ? HostTexts.text(refused.sentence())
                    : "";
            render();
        }
        if (wanted != null && word != null && word.sign() == '@') {
            search(word.letters());
        }
    }

    private void render() {
        if (word == null || word.start() == closedAt || session == null) {
            set(List.of(), "");
        } else if (word.sign() == '/') {
            set(commandsAndSnippets(word.letters().toLowerCase(Locale.ROOT)), "");
        } else {
            List<Suggestion> found = files.stream()
                    .limit(MAX_FILES)
                    .map(CompletionPresenter::file)
                    .toList();
            boolean old = !answered.equals(word.letters()) || searching;
            String note = !found.isEmpty()
                    ? ""
                    : old
                            ? Texts.text("complete.searching")
                            : problem.isEmpty() ? Texts.text("complete.nothing", word.letters()) : problem;
            // No note after a bare sign, so that it does not cover the conversation for long.
            set(found, word.letters().isEmpty() && !old ? "" : note);
        }
    }

    private List<Suggestion> commandsAndSnippets(String begun) {
        List<Suggestion> found = new ArrayList<>();
        commands.get().stream()
                .filter(command -> command.name().toLowerCase(Locale.ROOT).startsWith(begun)
                        && !command.name().equals(begun))
                .limit(MAX)
                .forEach(command -> found.add(new Suggestion(
                        Kind.COMMAND, "/" + command.name(), command.description(), "/" + command.name() + " ")));
        snippets.allProperty().get().stream()
                .filter(snippet -> snippet.name().toLowerCase(Locale.ROOT).contains(begun))
                .limit(MAX)
                .forEach(snippet -> found.add(new Suggestion(
                        Kind.SNIPPET, snippet.name(), snippet.text().strip().replaceAll("\\s+", " "), snippet.text())));
        return found;
    }

    private static Suggestion file(FileMatch file) {
        int name = file.path().lastIndexOf('/') + 1;
        return new Suggestion(
                file.directory() ? Kind.FOLDER : Kind.FILE,
                file.path().substring(name),
                name == 0 ? "" : file.path().substring(0, name - 1),
                "@" + file.path());
    }

    private void set(List<Suggestion> suggestions, String note) {
        State before = state.get();
        int selected = suggestions.isEmpty()
                ? -1
                : before.suggestions().equals(suggestions) ? Math.max(0, before.selected()) : 0;
        State now = new State(suggestions, selected, note);
        if (!now.equals(before)) {
            state.set(now);
        }
    }

    /** Moves the selection by {@code by} suggestions and wraps around at both ends. */
    public void onMove(int by) {
        State now = state.get();
        int count = now.suggestions().size();
        if (count > 0) {
            state.set(new State(now.suggestions(), Math.floorMod(now.selected() + by, count), now.note()));
        }
    }

    /**
     * Closes the suggestions for this word.
     *
     * @return false if none were shown
     */
    public boolean onClose() {
        if (!state.get().isShown() || word == null) {
            return false;
        }
        closedAt = word.start();
        render();
        return true;
    }

    /** Returns the text after the suggestion is taken. */
    Edit take(Suggestion suggestion) {
        if (word == null) {
            return new Edit(text, text.length(), null);
        }
        String rest = text.substring(word.end());
        boolean file = suggestion.kind() == Kind.FILE || suggestion.kind() == Kind.FOLDER;
        String insert = !file ? suggestion.insert() : suggestion.insert() + (rest.startsWith(" ") ? "" : " ");
        if (suggestion.kind() == Kind.COMMAND && rest.startsWith(" ")) {
            insert = insert.stripTrailing();
        }
        int caret = word.start() + insert.length() + (file && rest.startsWith(" ") ? 1 : 0);
        return new Edit(
                text.substring(0, word.start()) + insert + rest,
                caret,
                file ? suggestion.insert().substring(1) : null);
    }
}
