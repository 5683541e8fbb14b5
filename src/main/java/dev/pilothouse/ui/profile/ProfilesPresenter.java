package dev.pilothouse.ui.profile;

import dev.pilothouse.model.ConfigError;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.Profile;
import dev.pilothouse.model.ProfileInfo;
import dev.pilothouse.model.ProfileSetting;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.ServerKind;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostGateway.Reply;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.status.ProfileText;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The profiles of all connected hosts, and the form of one. Reads them when the sheet opens and after each change.
 * Confined to the FX thread. There is nothing to close.
 */
public final class ProfilesPresenter {
    private static final Profile NEW = new Profile("", List.of(), List.of(), "", "", "", List.of());

    private final Supplier<List<HostLink>> links;
    private final Executor fx;
    private final Preferences kept;
    private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>(this, "shown", Shown.NONE);
    private final ReadOnlyObjectWrapper<@Nullable ProfileForm> form = new ReadOnlyObjectWrapper<>(this, "form");
    private final ReadOnlyObjectWrapper<@Nullable SuggestionsPresenter> suggestions =
            new ReadOnlyObjectWrapper<>(this, "suggestions");
    private final Map<HostLink, HostGateway.Profiles> found = new LinkedHashMap<>();
    /** The results of tests, by the name of the host, the profile and the server. */
    private final Map<String, String> tests = new HashMap<>();

    private String problem = "";
    private int asked;
    /** The last request for a form; an answer to an earlier one opens nothing. */
    private int forms;

    /**
     * A profile of a host.
     *
     * @param tests a line for each server that was tested
     * @param editable whether this device may see its commands and change it
     */
    public record Row(
            HostLink link, ProfileInfo info, String title, String contents, List<String> tests, boolean editable) {
        public Row {
            tests = List.copyOf(tests);
        }

        /** The names of the servers that the host can test. */
        List<String> testable() {
            return info.servers().stream()
                    .filter(server -> server.kind() == ServerKind.STDIO)
                    .map(ProfileInfo.Server::name)
                    .toList();
        }
    }

    /** @param problems sentences; empty if there is none */
    public record Shown(List<Row> rows, List<String> problems, boolean mayAdd) {
        static final Shown NONE = new Shown(List.of(), List.of(), false);

        public Shown {
            rows = List.copyOf(rows);
            problems = List.copyOf(problems);
        }
    }

    public ProfilesPresenter(Supplier<List<HostLink>> links, Executor fx, Preferences kept) {
        this.links = links;
        this.fx = fx;
        this.kept = kept;
        form.addListener((property, before, now) -> suggestions.set(null));
    }

    public ReadOnlyObjectProperty<Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** The open form; null while the list is shown. */
    public ReadOnlyObjectProperty<@Nullable ProfileForm> formProperty() {
        return form.getReadOnlyProperty();
    }

    /** The step of the form that takes servers over from a folder; null while the form itself is shown. */
    public ReadOnlyObjectProperty<@Nullable SuggestionsPresenter> suggestionsProperty() {
        return suggestions.getReadOnlyProperty();
    }

    public void onOpen() {
        forms++;
        problem = "";
        tests.clear();
        load();
    }

    private List<HostLink> live() {
        return links.get().stream()
                .filter(link -> link.reader().host().connection() instanceof ConnectionState.Live)
                .toList();
    }

    private static boolean mayChange(HostLink link) {
        return link.reader().host().scope().covers(Scope.ADMIN);
    }

    private void load() {
        int mine = ++asked;
        found.clear();
        for (HostLink link : live()) {
            found.put(link, HostGateway.Profiles.NONE);
            link.host()
                    .profiles(null)
                    .thenAcceptAsync(
                            reply -> {
                                if (mine == asked) {
                                    found.put(link, known(reply));
                                    draw();
                                }
                            },
                            fx);
        }
        draw();
    }

    private HostGateway.Profiles known(Reply<HostGateway.Profiles> reply) {
        if (reply instanceof Reply.Refused<HostGateway.Profiles> refused) {
            problem = HostTexts.text(refused.sentence());
            return HostGateway.Profiles.NONE;
        }
        return ((Reply.Value<HostGateway.Profiles>) reply).value();
    }

    private void draw() {
        List<Row> rows = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        if (!problem.isEmpty()) {
            problems.add(problem);
        }
        if (found.isEmpty()) {
            problems.add(Texts.text("profiles.offline"));
        }
        found.forEach((link, all) -> {
            all.problems().stream().map(ProfilesPresenter::sentence).forEach(problems::add);
            all.profiles().forEach(info -> rows.add(row(link, info)));
        });
        shown.set(new Shown(rows, problems, found.keySet().stream().anyMatch(ProfilesPresenter::mayChange)));
    }

    static String sentence(ConfigError error) {
        return error.place() + ": " + (error.path().isEmpty() ? "" : error.path() + ": ")
                + HostTexts.text(error.text());
    }

    private Row row(HostLink link, ProfileInfo info) {
        String title = found.size() > 1
                ? info.name() + " \u00b7 " + link.reader().host().hostName()
                : info.name();
        List<String> lines = info.servers().stream()
                .map(server -> tests.get(key(link, info.name(), server.name())))
                .filter(line -> line != null)
                .toList();
        return new Row(link, info, title, ProfileText.contents(info), lines, mayChange(link));
    }

    private static String key(HostLink link, String profile, String server) {
        return link.hostId() + "\n" + profile + "\n" + server;
    }

    // --- actions

    /** The hosts whose profiles this device may change. */
    List<HostLink> hosts() {
        return found.keySet().stream().filter(ProfilesPresenter::mayChange).toList();
    }

    public void onAdd() {
        forms++;
        hosts().stream().findFirst().ifPresent(link -> form.set(new ProfileForm(link, NEW)));
    }

    public void onEdit(Row row) {
        read(row, content -> form.set(new ProfileForm(row.link(), content)));
    }

    /** Opens the form for a copy. The host does not send plain values, so the copy has none of them. */
    public void onDuplicate(Row row) {
        read(row, content -> {
            Profile profile = content.profile();
            ProfileForm copy = new ProfileForm(row.link(), withoutKept(profile));
            copy.name.set(Texts.text("profiles.copyOf", profile.name()));
            form.set(copy);
        });
    }

    private static Profile withoutKept(Profile profile) {
        return new Profile(
                profile.name(),
                profile.servers().stream()
                        .map(server -> server.withSettings(withoutKept(server.settings())))
                        .toList(),
                withoutKept(profile.environment()),
                profile.instructions(),
                profile.mode(),
                profile.model(),
                profile.options());
    }

    private static List<ProfileSetting> withoutKept(List<ProfileSetting> settings) {
        return settings.stream()
                .map(setting -> setting.source() == ProfileSetting.Source.KEPT
                        ? new ProfileSetting(setting.name(), ProfileSetting.Source.PLAIN, "", "")
                        : setting)
                .toList();
    }

    private void read(Row row, Consumer<HostGateway.ProfileContent> then) {
        int mine = ++forms;
        sent(row.link().host().profile(row.info().name()), content -> {
            if (mine == forms) {
                then.accept(content);
            }
        });
    }

    public void onTest(Row row, String server) {
        String key = key(row.link(), row.info().name(), server);
        tests.put(key, Texts.text("profiles.testing", server));
        draw();
        row.link()
                .host()
                .testServer(row.info().name(), server)
                .thenAcceptAsync(
                        reply -> {
                            tests.put(key, result(server, reply));
                            draw();
                        },
                        fx);
    }

    private static String result(String server, Reply<HostGateway.ServerTest> reply) {
        if (reply instanceof Reply.Refused<HostGateway.ServerTest> refused) {
            return Texts.text("profiles.testFailed", server, HostTexts.text(refused.sentence()));
        }
        HostGateway.ServerTest test = ((Reply.Value<HostGateway.ServerTest>) reply).value();
        return test.fault().isEmpty()
                ? Texts.text("profiles.testWorks", server, String.join(", ", test.tools()))
                : Texts.text("profiles.testFailed", server, HostTexts.text(test.fault()));
    }

    /** Opens the step that takes servers over from a folder of the form's host. */
    public void onFromFolder() {
        ProfileForm open = form.get();
        if (open != null) {
            suggestions.set(new SuggestionsPresenter(open.link(), fx, kept));
        }
    }

    /** Adds the checked servers to the form, which has still to be saved. */
    public void onTake() {
        ProfileForm open = form.get();
        SuggestionsPresenter step = suggestions.get();
        if (open != null && step != null) {
            step.checked().forEach(suggestion -> open.addServer(suggestion.taken()));
            suggestions.set(null);
        }
    }

    /** Leaves the last step: the servers of a folder, or the form. */
    public void onBack() {
        if (suggestions.get() != null) {
            suggestions.set(null);
            return;
        }
        forms++;
        form.set(null);
    }

    public void onSave() {
        ProfileForm open = form.get();
        if (open == null) {
            return;
        }
        open.setConflict(null);
        open.read()
                .ifPresent(profile -> open.link()
                        .host()
                        .saveProfile(profile, open.replaces(), open.revision())
                        .thenAcceptAsync(reply -> answered(open, reply, false), fx));
    }

    private void answered(ProfileForm open, Reply<HostGateway.Done> reply, boolean deletion) {
        String name = open.replaces();
        if (!(reply instanceof Reply.Refused<HostGateway.Done> refused)) {
            over(open);
        } else if (refused.code() == ErrorCode.CONFLICT && name != null) {
            readNewest(open, name, HostTexts.text(refused.sentence()), deletion);
        } else {
            open.setProblem(HostTexts.text(refused.sentence()));
        }
    }

    /** Reads the newer one before the person decides, so that a still newer one is not replaced unseen. */
    private void readNewest(ProfileForm open, String name, String sentence, boolean deletion) {
        open.link()
                .host()
                .profile(name)
                .thenAcceptAsync(
                        reply -> {
                            if (reply instanceof Reply.Value<HostGateway.ProfileContent> newest) {
                                open.setConflict(new ProfileForm.Conflict(sentence, newest.value(), deletion));
                            } else if (((Reply.Refused<HostGateway.ProfileContent>) reply).code()
                                    == ErrorCode.BAD_REQUEST) {
                                open.setConflict(new ProfileForm.Conflict(sentence, null, deletion));
                            } else {
                                open.setProblem(sentence);
                            }
                        },
                        fx);
    }

    /** Shows the newer profile in place of the input. */
    public void onLoadNewer() {
        ProfileForm open = form.get();
        ProfileForm.Conflict conflict =
                open == null ? null : open.conflictProperty().get();
        if (open != null && conflict != null && conflict.newest() != null) {
            form.set(new ProfileForm(open.link(), conflict.newest()));
        }
    }

    /** Puts the input in place of the newer profile, or deletes that one. */
    public void onInsist() {
        ProfileForm open = form.get();
        ProfileForm.Conflict conflict =
                open == null ? null : open.conflictProperty().get();
        if (open == null || conflict == null) {
            return;
        }
        open.setConflict(null);
        open.setOriginal(conflict.newest());
        if (!conflict.deletion()) {
            onSave();
        } else if (conflict.newest() == null) {
            over(open);
        } else {
            onDelete();
        }
    }

    /** Deletes the profile of the form. */
    public void onDelete() {
        ProfileForm open = form.get();
        String name = open == null ? null : open.replaces();
        if (open != null && name != null) {
            open.setConflict(null);
            open.link()
                    .host()
                    .deleteProfile(name, open.revision())
                    .thenAcceptAsync(reply -> answered(open, reply, true), fx);
        }
    }

    private void over(ProfileForm open) {
        if (form.get() == open) {
            form.set(null);
        }
        problem = "";
        load();
    }

    private <T> void sent(CompletionStage<Reply<T>> request, Consumer<T> then) {
        problem = "";
        request.thenAcceptAsync(
                reply -> {
                    if (reply instanceof Reply.Refused<T> refused) {
                        problem = HostTexts.text(refused.sentence());
                        draw();
                    } else {
                        then.accept(((Reply.Value<T>) reply).value());
                    }
                },
                fx);
    }
}
