package dev.pilothouse.ui.newsession;

import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.SavedTemplate;
import dev.pilothouse.model.SessionTemplate;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.status.ProfilePicker;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** The form of a template of new sessions. The host checks it. Confined to the FX thread; lives as long as its sheet. */
public final class TemplatePresenter {
    private final HostLink link;
    private final Executor fx;
    private final List<String> taken;
    /** The name of the template that is changed; empty for a new one. */
    private String before;
    /** The same when the form was opened. */
    private final String opened;
    /** The revision of that one, as the person saw it. */
    private String revision;

    private final Consumer<String> over;
    private final List<AgentInfo> agents;
    final StringProperty name = new SimpleStringProperty(this, "name", "");
    /** The id of the agent; empty if it is chosen when the template is used. */
    final StringProperty agent = new SimpleStringProperty(this, "agent", "");

    final StringProperty directory = new SimpleStringProperty(this, "directory", "");
    final StringProperty branch = new SimpleStringProperty(this, "branch", "");
    final StringProperty prompt = new SimpleStringProperty(this, "prompt", "");
    /** A command on each line. */
    final StringProperty check = new SimpleStringProperty(this, "check", "");

    private final ProfilePicker profile;
    private final ReadOnlyStringWrapper blanks = new ReadOnlyStringWrapper(this, "blanks", "");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");
    private final ReadOnlyObjectWrapper<@Nullable Conflict> conflict = new ReadOnlyObjectWrapper<>(this, "conflict");
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");

    /**
     * The template has changed on the host since the form was opened, so nothing was saved or deleted.
     *
     * @param newest as it is now; null if it is gone
     * @param deletion whether it was to be deleted
     */
    public record Conflict(String sentence, @Nullable SavedTemplate newest, boolean deletion) {}

    /**
     * @param saved the one to change, or the content of a new one, whose name is empty
     * @param taken the names of the host's templates
     * @param over called when it was saved, with its name, or deleted, with an empty one
     */
    TemplatePresenter(
            HostLink link,
            Executor fx,
            SavedTemplate saved,
            List<AgentInfo> agents,
            List<String> taken,
            Consumer<String> over) {
        this.link = link;
        this.fx = fx;
        this.taken = List.copyOf(taken);
        this.before = saved.template().name();
        this.opened = before;
        this.revision = saved.revision();
        this.agents = List.copyOf(agents);
        this.over = over;
        profile = new ProfilePicker(fx);
        show(saved.template());
        profile.follow(new SimpleObjectProperty<>(link), directory);
        List.of(directory, branch, prompt).forEach(field -> field.addListener((property, old, now) -> describe()));
        describe();
    }

    private void show(SessionTemplate template) {
        name.set(template.name());
        agent.set(template.agent());
        directory.set(template.directory());
        branch.set(template.branch());
        prompt.set(template.prompt());
        check.set(String.join("\n", template.check()));
        profile.begin(template.profile());
    }

    private void describe() {
        List<String> names = template().blanks();
        blanks.set(
                names.isEmpty()
                        ? Texts.text("template.noBlanks", "{{issue}}")
                        : Texts.text("template.blanks", String.join(", ", names)));
    }

    boolean isEdit() {
        return !before.isEmpty();
    }

    ProfilePicker profile() {
        return profile;
    }

    /** The ids of the agents to choose from, after the empty one. Has the chosen one, even if the host lacks it. */
    List<String> agents() {
        List<String> ids = new ArrayList<>(List.of(""));
        agents.forEach(info -> ids.add(info.agentId().value()));
        if (!ids.contains(agent.get())) {
            ids.add(agent.get());
        }
        return ids;
    }

    String agentName(String id) {
        if (id.isEmpty()) {
            return Texts.text("template.anyAgent");
        }
        return agents.stream()
                .filter(info -> info.agentId().value().equals(id))
                .findFirst()
                .map(AgentInfo::name)
                .orElse(id);
    }

    /** The blanks that the texts have. */
    ReadOnlyStringProperty blanksProperty() {
        return blanks.getReadOnlyProperty();
    }

    /** The reason why it was not saved; empty if there is none. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Why nothing was saved, until the person has chosen; null for no reason. */
    public ReadOnlyObjectProperty<@Nullable Conflict> conflictProperty() {
        return conflict.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    private SessionTemplate template() {
        return new SessionTemplate(
                name.get().strip(),
                agent.get(),
                directory.get().strip(),
                branch.get().strip(),
                profile.name(),
                prompt.get(),
                check.get().lines().filter(line -> !line.isBlank()).toList());
    }

    public void onSave() {
        SessionTemplate made = template();
        if (!made.name().equals(before) && !made.name().equals(opened) && taken.contains(made.name())) {
            problem.set(HostTexts.text(HostText.of(HostTextCode.TEMPLATE_TWICE, made.name())));
            return;
        }
        send(made, made.name());
    }

    public void onDelete() {
        if (isEdit()) {
            send(null, "");
        }
    }

    private void send(@Nullable SessionTemplate template, String shown) {
        if (busy.get()) {
            return;
        }
        busy.set(true);
        problem.set("");
        conflict.set(null);
        link.host()
                .saveTemplate(before, template, revision)
                .thenAcceptAsync(
                        reply -> {
                            busy.set(false);
                            if (!(reply instanceof HostGateway.Reply.Refused<?> refused)) {
                                over.accept(shown);
                            } else if (refused.code() == ErrorCode.CONFLICT) {
                                readNewest(HostTexts.text(refused.sentence()), template == null);
                            } else {
                                problem.set(HostTexts.text(refused.sentence()));
                            }
                        },
                        fx);
    }

    /** Reads the newer one before the person decides, so that a still newer one is not replaced unseen. */
    private void readNewest(String sentence, boolean deletion) {
        link.host()
                .templates()
                .thenAcceptAsync(
                        reply -> {
                            if (reply instanceof HostGateway.Reply.Value<HostGateway.Templates> all) {
                                SavedTemplate newest = all.value().templates().stream()
                                        .filter(each -> each.template().name().equals(before))
                                        .findFirst()
                                        .orElse(null);
                                conflict.set(new Conflict(sentence, newest, deletion));
                            } else {
                                problem.set(sentence);
                            }
                        },
                        fx);
    }

    /** Shows the newer template in place of the input. */
    public void onLoadNewer() {
        Conflict now = conflict.get();
        if (now != null && now.newest() != null) {
            conflict.set(null);
            setOriginal(now.newest());
            show(now.newest().template());
            profile.show(link, directory.get());
        }
    }

    /** Puts the input in place of the newer template, or deletes that one. */
    public void onInsist() {
        Conflict now = conflict.get();
        if (now == null) {
            return;
        }
        conflict.set(null);
        setOriginal(now.newest());
        if (!now.deletion()) {
            onSave();
        } else if (now.newest() == null) {
            over.accept("");
        } else {
            send(null, "");
        }
    }

    private void setOriginal(@Nullable SavedTemplate newest) {
        before = newest == null ? "" : newest.template().name();
        revision = newest == null ? "" : newest.revision();
    }
}
