package dev.pilothouse.ui.newsession;

import dev.pilothouse.model.SavedTemplate;
import dev.pilothouse.model.SessionTemplate;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * The template of a new session, with the values of its blanks. Offers nothing on a host without templates. Confined to
 * the FX thread; lives as long as its sheet.
 */
public final class TemplatePicker {
    /** The choice of no template. */
    static final SessionTemplate NONE = new SessionTemplate("", "", "", "", "", "");

    private final Executor fx;
    private final BiConsumer<SessionTemplate, SessionTemplate> filled;
    private final ObservableList<SessionTemplate> templates = FXCollections.observableArrayList();
    private final ObjectProperty<@Nullable SessionTemplate> chosen = new SimpleObjectProperty<>(this, "chosen");
    private final ObservableList<Blank> blanks = FXCollections.observableArrayList();
    private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper(this, "note", "");
    /** The revisions of the host's templates, by name. */
    private final Map<String, String> revisions = new HashMap<>();

    private SessionTemplate last = NONE;
    /** Whether the form was opened for a template. */
    private boolean wanted;
    /** The reason why the host offers none, or empty. */
    private String absent = "";

    private @Nullable HostLink host;

    /** A blank with its value as typed. Confined to the FX thread. */
    public record Blank(String name, StringProperty value) {}

    /** @param filled receives the template as it was filled before, and as it is now */
    TemplatePicker(Executor fx, BiConsumer<SessionTemplate, SessionTemplate> filled) {
        this.fx = fx;
        this.filled = filled;
        chosen.addListener((property, before, now) -> choose(now == null ? NONE : now));
    }

    /** The templates of the host, after {@link #NONE}; empty without templates. */
    public ObservableList<SessionTemplate> templates() {
        return templates;
    }

    public ObjectProperty<@Nullable SessionTemplate> chosenProperty() {
        return chosen;
    }

    /** The blanks of the chosen template. */
    public ObservableList<Blank> blanks() {
        return blanks;
    }

    /** The reason why there is no choice, if the form was opened for one; else empty. */
    public ReadOnlyStringProperty noteProperty() {
        return note.getReadOnlyProperty();
    }

    /** The form was opened for a template. */
    void onWanted() {
        wanted = true;
        describe();
    }

    private void describe() {
        note.set(wanted ? absent : "");
    }

    static String name(@Nullable SessionTemplate template) {
        return template == null || template.equals(NONE) ? Texts.text("newSession.noTemplate") : template.name();
    }

    /** The chosen template, or {@link #NONE}. */
    SessionTemplate chosen() {
        return Objects.requireNonNullElse(chosen.get(), NONE);
    }

    /** The chosen template as the host sent it. */
    SavedTemplate saved() {
        SessionTemplate template = chosen();
        return new SavedTemplate(template, revisions.getOrDefault(template.name(), ""));
    }

    List<String> names() {
        return templates.stream()
                .map(SessionTemplate::name)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    void show(@Nullable HostLink link) {
        if (link != host) {
            host = link;
            load("");
        }
    }

    /** Reads the templates again. @param name the one to choose; empty for none */
    void reload(String name) {
        load(name);
    }

    private void load(String name) {
        HostLink link = host;
        chosen.set(null);
        templates.clear();
        absent = "";
        describe();
        if (link == null) {
            return;
        }
        link.host()
                .templates()
                .thenAcceptAsync(
                        reply -> {
                            if (link == host) {
                                show(reply, name);
                            }
                        },
                        fx);
    }

    private void show(HostGateway.Reply<HostGateway.Templates> reply, String name) {
        if (reply instanceof HostGateway.Reply.Value<HostGateway.Templates> found) {
            revisions.clear();
            found.value()
                    .templates()
                    .forEach(each -> revisions.put(each.template().name(), each.revision()));
            show(found.value().templates().stream().map(SavedTemplate::template).toList(), name);
        } else if (reply instanceof HostGateway.Reply.Refused<HostGateway.Templates> refused) {
            absent = HostTexts.text(refused.sentence());
        }
        describe();
    }

    private void show(List<SessionTemplate> found, String name) {
        if (found.isEmpty()) {
            absent = Texts.text("newSession.noTemplates");
            return;
        }
        List<SessionTemplate> all = new ArrayList<>(List.of(NONE));
        all.addAll(found);
        templates.setAll(all);
        chosen.set(all.stream()
                .filter(template -> !name.isEmpty() && template.name().equals(name))
                .findFirst()
                .orElse(NONE));
    }

    private void choose(SessionTemplate template) {
        List<Blank> next = new ArrayList<>();
        for (String name : template.blanks()) {
            Blank blank = new Blank(name, new SimpleStringProperty(""));
            blank.value().addListener((property, before, now) -> fill());
            next.add(blank);
        }
        blanks.setAll(next);
        fill();
    }

    private void fill() {
        SessionTemplate before = last;
        SessionTemplate template = chosen.get();
        last = template == null ? NONE : template.filled(values());
        filled.accept(before, last);
    }

    private Map<String, String> values() {
        Map<String, String> values = new HashMap<>();
        blanks.forEach(blank -> values.put(blank.name(), blank.value().get()));
        return values;
    }

    /**
     * A sentence that names the blanks without a value.
     *
     * @param directory as it will be sent, like the branch and the prompt; the person may have changed it
     * @param branch empty without a new worktree
     */
    Optional<String> problem(String directory, String branch, String prompt) {
        SessionTemplate template = chosen();
        List<String> left = new SessionTemplate("", "", directory, branch, "", prompt).blanks();
        List<String> empty = template.missing(values());
        boolean changed = !prompt.equals(last.prompt());
        List<String> missing = template.blanks().stream()
                .filter(name -> left.contains(name) && (changed || empty.contains(name)))
                .toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(Texts.text("newSession.blanksMissing", String.join(", ", missing)));
    }
}
