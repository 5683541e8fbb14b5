package dev.pilothouse.ui.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.ConfigError;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Profile;
import dev.pilothouse.model.ProfileServer;
import dev.pilothouse.model.ProfileSetting;
import dev.pilothouse.model.ProfileSetting.Source;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.ServerKind;
import dev.pilothouse.model.ServerSuggestion;
import dev.pilothouse.model.SettingLines;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.TestShell;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfilesPresenterTest {
    private static final Profile WEB = new Profile(
            "web",
            List.of(
                    new ProfileServer(
                            "docs",
                            ServerKind.STDIO,
                            "npx",
                            List.of("-y", "docs"),
                            "",
                            List.of(new ProfileSetting("LOG", Source.PLAIN, "debug", ""))),
                    new ProfileServer(
                            "tickets",
                            ServerKind.HTTP,
                            "",
                            List.of(),
                            "https://t.example",
                            List.of(new ProfileSetting("Authorization", Source.KEYSTORE, "tickets", "Bearer ")))),
            List.of(new ProfileSetting("GH", Source.ENVIRONMENT, "GITHUB", "")),
            "Be short.",
            "plan",
            "",
            List.of(new Profile.ProfileOption("effort", "high")));

    private final FakeHost host = new FakeHost("h1", "ada-desk", true, Instant.EPOCH).profiles("", WEB);
    private final ProfilesPresenter presenter =
            new ProfilesPresenter(() -> List.of(host.link()), Runnable::run, new TestShell().keptValues());

    private ProfilesPresenter.Row row() {
        return presenter.shownProperty().get().rows().get(0);
    }

    @Test
    void theFormOfAProfileSavesItWithItsReferencesAndKeepsItsValues() {
        presenter.onOpen();
        presenter.onEdit(row());
        presenter.formProperty().get().instructions.set("Be brief.");
        presenter.onSave();

        assertThat(presenter.formProperty().get()).isNull();
        Profile saved = host.savedProfiles().get(0);
        assertThat(saved.instructions()).isEqualTo("Be brief.");
        assertThat(saved.servers().get(0).settings()).containsExactly(new ProfileSetting("LOG", Source.KEPT, "", ""));
        assertThat(saved.servers().get(1)).isEqualTo(WEB.servers().get(1));
        assertThat(saved.environment()).isEqualTo(WEB.environment());
        assertThat(saved.options()).isEqualTo(WEB.options());
    }

    @Test
    void aLateAnswerToEditOpensNoFormOverAnother() {
        List<Runnable> late = new ArrayList<>();
        ProfilesPresenter slow =
                new ProfilesPresenter(() -> List.of(host.link()), late::add, new TestShell().keptValues());
        slow.onOpen();
        late.remove(0).run();
        slow.onEdit(slow.shownProperty().get().rows().get(0));
        slow.onAdd();
        late.remove(0).run();
        assertThat(slow.formProperty().get().isEdit()).isFalse();

        slow.onBack();
        slow.onEdit(slow.shownProperty().get().rows().get(0));
        slow.onOpen();
        late.remove(0).run();
        assertThat(slow.formProperty().get()).isNull();
    }

    @Test
    void aCopyIsANewProfileWithoutKeptValues() {
        presenter.onOpen();
        presenter.onDuplicate(row());

        ProfileForm form = presenter.formProperty().get();
        assertThat(form.isEdit()).isFalse();
        assertThat(form.name.get()).isEqualTo("web copy");
        assertThat(form.servers.get(0).settings.get()).isEqualTo("LOG=");
    }

    @Test
    void aLineWithoutANameIsNamedAndNothingIsSaved() {
        presenter.onOpen();
        presenter.onEdit(row());
        ProfileForm form = presenter.formProperty().get();
        form.variables.set("nonsense");
        presenter.onSave();

        assertThat(presenter.formProperty().get()).isSameAs(form);
        assertThat(form.problemProperty().get()).contains("nonsense");
        assertThat(host.savedProfiles()).containsExactly(WEB);
    }

    @Test
    void aTestShowsTheToolsOrTheReason() {
        presenter.onOpen();
        presenter.onTest(row(), "docs");
        assertThat(row().tests()).containsExactly("docs works. Its tools: search, read");

        host.serverTest(
                new HostGateway.ServerTest(List.of(), HostText.of(HostTextCode.SERVER_TEST_ENDED, "initialize")));
        presenter.onTest(row(), "docs");
        assertThat(row().tests())
                .containsExactly("docs does not work. The server ended before it answered initialize.");
    }

    @Test
    void aDeviceWithoutTheScopeSeesNamesAndChangesNothing() {
        host.scope(Scope.STEER);
        presenter.onOpen();

        assertThat(row().editable()).isFalse();
        assertThat(row().contents()).contains("docs (stdio)").doesNotContain("npx");
        assertThat(presenter.shownProperty().get().mayAdd()).isFalse();
    }

    @Test
    void mistakesOfTheFileAreShownWithTheirPlace() {
        host.profileProblems(
                new ConfigError("profiles.json", 7, 0, "profiles.web.env.A", HostText.of(HostTextCode.VALUE_SECRET)));
        presenter.onOpen();

        assertThat(presenter.shownProperty().get().problems())
                .singleElement()
                .asString()
                .startsWith("profiles.json:7: profiles.web.env.A: This looks like a secret");
    }

    private static ServerSuggestion suggestion(String name, String file, HostText reason) {
        return new ServerSuggestion(
                file,
                new ProfileServer(
                        name,
                        ServerKind.STDIO,
                        "npx",
                        List.of("-y", name),
                        "",
                        List.of(new ProfileSetting("TOKEN", Source.PLAIN, "", ""))),
                reason);
    }

    private static void ask(ProfilesPresenter of, String folder) {
        of.onFromFolder();
        of.suggestionsProperty().get().folder().directoryProperty().set(folder);
        of.suggestionsProperty().get().onAsk();
    }

    private void suggest() {
        host.suggestions.put(
                "/srv/shop",
                new HostGateway.Reply.Value<>(new HostGateway.Suggestions(
                        List.of(
                                suggestion("docs", ".mcp.json", HostText.NONE),
                                suggestion("search", ".mcp.json", HostText.NONE),
                                suggestion("docs", ".cursor/mcp.json", HostText.NONE),
                                suggestion(
                                        "local", "opencode.json", HostText.of(HostTextCode.SUGGESTION_EXPANDS, "$A"))),
                        List.of(new ConfigError(
                                ".vscode/mcp.json", 3, 0, "", HostText.of(HostTextCode.SUGGESTIONS_NOT_JSON))))));
    }

    @Test
    void theCheckedServersOfAFolderAreAddedToTheFormWithoutValuesAndSavedWithIt() {
        suggest();
        presenter.onOpen();
        presenter.onEdit(row());
        ask(presenter, "/srv/shop/");

        SuggestionsPresenter step = presenter.suggestionsProperty().get();
        assertThat(step.shownProperty().get().problems())
                .containsExactly(".vscode/mcp.json:3: This must be one valid JSON object. Comments may be in it.");
        assertThat(step.anyCheckedProperty().get()).isFalse();
        step.shownProperty().get().rows().get(0).checked().set(true);
        step.shownProperty().get().rows().get(2).checked().set(true);
        assertThat(step.anyCheckedProperty().get()).isTrue();
        presenter.onTake();

        assertThat(presenter.suggestionsProperty().get()).isNull();
        ProfileForm form = presenter.formProperty().get();
        assertThat(form.servers)
                .extracting(server -> server.name.get())
                .containsExactly("docs", "tickets", "docs-2", "docs-3");
        assertThat(form.servers.get(2).settings.get()).isEqualTo("TOKEN=");
        assertThat(host.savedProfiles()).containsExactly(WEB);

        form.servers.get(3).settings.set("TOKEN=${env:TOKEN}");
        presenter.onSave();
        assertThat(host.savedProfiles().get(0).servers().get(3))
                .isEqualTo(new ProfileServer(
                        "docs-3",
                        ServerKind.STDIO,
                        "npx",
                        List.of("-y", "docs"),
                        "",
                        List.of(new ProfileSetting("TOKEN", Source.ENVIRONMENT, "TOKEN", ""))));
    }

    @Test
    void theFolderIsAtFirstThatOfTheNewestSessionOnTheHost() {
        AgentInfo here = new AgentInfo(new AgentId("copilot"), "Copilot", true, "copilot", "", List.of());
        AgentInfo there = new AgentInfo(new AgentId("build"), "Build", true, "b", "", List.of(), "ssh build.example");
        host.agents(List.of(here, there));
        host.create("s1", "Copilot", "/srv/old", "Work");
        host.after(Duration.ofMinutes(1)).create("s2", "Copilot", "/srv/shop", "Work");
        host.after(Duration.ofMinutes(1)).create("s3", "Build", "/elsewhere", "Work");
        presenter.onOpen();
        presenter.onEdit(row());
        presenter.onFromFolder();

        assertThat(presenter
                        .suggestionsProperty()
                        .get()
                        .folder()
                        .directoryProperty()
                        .get())
                .isEqualTo("/srv/shop");
    }

    @Test
    void aServerThatCannotBeTakenOverIsNotAdded() {
        suggest();
        presenter.onOpen();
        presenter.onEdit(row());
        ask(presenter, "/srv/shop");
        presenter
                .suggestionsProperty()
                .get()
                .shownProperty()
                .get()
                .rows()
                .forEach(each ->
                        each.checked().set(each.suggestion().server().name().equals("local")));

        assertThat(presenter.suggestionsProperty().get().anyCheckedProperty().get())
                .isFalse();
        presenter.onTake();
        assertThat(presenter.formProperty().get().servers).hasSize(2);
    }

    @Test
    void aFolderWithoutServersAndARefusalAreSaid() {
        presenter.onOpen();
        presenter.onEdit(row());
        ask(presenter, "/srv/shop");
        SuggestionsPresenter step = presenter.suggestionsProperty().get();
        assertThat(step.shownProperty().get().note()).isEqualTo("No file of the folder configures MCP servers.");

        host.suggestions.put(
                "/srv/shop",
                new HostGateway.Reply.Refused<>(
                        ErrorCode.NO_SUCH_DIRECTORY, HostText.of(HostTextCode.DIRECTORY_MISSING, "/srv/shop")));
        step.onAsk();
        assertThat(step.shownProperty().get().problems())
                .containsExactly("There is no directory /srv/shop on the host.");
        assertThat(step.shownProperty().get().note()).isEmpty();

        step.folder().directoryProperty().set(" ");
        step.onAsk();
        assertThat(step.shownProperty().get().problems()).containsExactly("Enter a directory.");
    }

    @Test
    void anAnswerForAnotherFolderOrAfterTheFormWasLeftShowsNothing() {
        suggest();
        List<Runnable> late = new ArrayList<>();
        ProfilesPresenter slow =
                new ProfilesPresenter(() -> List.of(host.link()), late::add, new TestShell().keptValues());
        slow.onOpen();
        late.remove(0).run();
        slow.onAdd();
        ask(slow, "/srv/shop");
        SuggestionsPresenter step = slow.suggestionsProperty().get();
        assertThat(step.shownProperty().get().busy()).isTrue();
        step.folder().directoryProperty().set("/srv");
        late.forEach(Runnable::run);
        assertThat(step.shownProperty().get()).isEqualTo(SuggestionsPresenter.Shown.NONE);

        late.clear();
        step.folder().directoryProperty().set("/srv/shop");
        step.onAsk();
        slow.onBack();
        assertThat(slow.formProperty().get()).as("only the step is left").isNotNull();
        late.forEach(Runnable::run);
        assertThat(slow.suggestionsProperty().get()).isNull();
        assertThat(slow.formProperty().get().servers).isEmpty();
    }

    @Test
    void theServersOfAFolderAreLeftWithAFormThatIsSaved() {
        List<Runnable> late = new ArrayList<>();
        ProfilesPresenter slow =
                new ProfilesPresenter(() -> List.of(host.link()), late::add, new TestShell().keptValues());
        slow.onOpen();
        late.remove(0).run();
        slow.onAdd();
        slow.formProperty().get().name.set("new");
        slow.onSave();
        slow.onFromFolder();
        List.copyOf(late).forEach(Runnable::run);

        assertThat(slow.formProperty().get()).isNull();
        assertThat(slow.suggestionsProperty().get()).isNull();
    }

    @Test
    void everyKindOfSettingSurvivesTheLinesOfTheForm() {
        List<ProfileSetting> all = List.of(
                new ProfileSetting("A", Source.PLAIN, "x=y ${z}", ""),
                new ProfileSetting("B", Source.ENVIRONMENT, "HOST_B", ""),
                new ProfileSetting("C", Source.KEYSTORE, "entry", "Bearer "),
                new ProfileSetting("D", Source.KEPT, "", ""));
        List<String> wrong = new ArrayList<>();

        assertThat(SettingLines.read(SettingLines.write(all), wrong)).isEqualTo(all);
        assertThat(wrong).isEmpty();
    }

    /** Opens the form, and then changes the profile as another device does. */
    private ProfileForm conflicting() {
        presenter.onOpen();
        presenter.onEdit(row());
        ProfileForm form = presenter.formProperty().get();
        form.instructions.set("Mine.");
        host.profiles("", changed("Theirs."));
        return form;
    }

    private static Profile changed(String instructions) {
        return new Profile(
                "web", WEB.servers(), WEB.environment(), instructions, WEB.mode(), WEB.model(), WEB.options());
    }

    @Test
    void aProfileThatAnotherDeviceHasChangedIsNotReplacedUntilThePersonInsists() {
        ProfileForm form = conflicting();
        presenter.onSave();

        assertThat(presenter.formProperty().get()).isSameAs(form);
        assertThat(form.conflictProperty().get().sentence()).contains("has changed since you opened it");
        assertThat(form.instructions.get()).isEqualTo("Mine.");
        assertThat(host.savedProfiles()).containsExactly(changed("Theirs."));

        host.profiles("", changed("Still newer."));
        presenter.onInsist();
        assertThat(host.savedProfiles()).as("not seen").containsExactly(changed("Still newer."));

        presenter.onInsist();
        assertThat(presenter.formProperty().get()).isNull();
        assertThat(host.savedProfiles())
                .singleElement()
                .extracting(Profile::instructions)
                .isEqualTo("Mine.");
    }

    @Test
    void theNewerProfileTakesThePlaceOfTheInput() {
        conflicting();
        presenter.onSave();
        presenter.onLoadNewer();

        ProfileForm form = presenter.formProperty().get();
        assertThat(form.instructions.get()).isEqualTo("Theirs.");
        assertThat(form.conflictProperty().get()).isNull();
        form.instructions.set("Both.");
        presenter.onSave();
        assertThat(host.savedProfiles())
                .singleElement()
                .extracting(Profile::instructions)
                .isEqualTo("Both.");
    }

    @Test
    void aProfileThatAnotherDeviceHasChangedIsNotDeletedUntilThePersonInsists() {
        ProfileForm form = conflicting();
        presenter.onDelete();
        assertThat(form.conflictProperty().get().deletion()).isTrue();
        assertThat(host.savedProfiles()).hasSize(1);

        presenter.onInsist();
        assertThat(host.savedProfiles()).isEmpty();
        assertThat(presenter.formProperty().get()).isNull();
    }

    @Test
    void theInputForAProfileThatIsGoneIsSavedAsANewOne() {
        ProfileForm form = conflicting();
        host.profiles("", new Profile[0]);
        presenter.onSave();
        assertThat(form.conflictProperty().get().newest()).isNull();

        presenter.onInsist();
        assertThat(host.savedProfiles())
                .singleElement()
                .extracting(Profile::instructions)
                .isEqualTo("Mine.");
    }
}
