package dev.pilothouse.ui.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ConfigError;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Profile;
import dev.pilothouse.model.ProfileServer;
import dev.pilothouse.model.ProfileSetting;
import dev.pilothouse.model.ProfileSetting.Source;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.ServerKind;
import dev.pilothouse.model.SettingLines;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.ui.FakeHost;
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
    private final ProfilesPresenter presenter = new ProfilesPresenter(() -> List.of(host.link()), Runnable::run);

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
        ProfilesPresenter slow = new ProfilesPresenter(() -> List.of(host.link()), late::add);
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
}
