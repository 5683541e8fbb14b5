package dev.pilothouse.ui.newsession;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.ExternalSession;
import dev.pilothouse.model.GitReference;
import dev.pilothouse.model.Profile;
import dev.pilothouse.model.ProfileInfo;
import dev.pilothouse.model.ReferenceList;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionTemplate;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.Intent;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.folder.FolderPresenter;
import dev.pilothouse.ui.status.ProfilePicker;
import dev.pilothouse.ui.status.SessionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.StringProperty;
import org.junit.jupiter.api.Test;

class NewSessionPresenterTest {
    private static final ReferenceList SHOP = new ReferenceList(
            "/home/ada/src/shop",
            "/home/ada/src/shop.worktrees",
            "main",
            "",
            0,
            List.of(new GitReference("main", false, "/home/ada/src/shop")),
            false);

    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final List<SessionKey> made = new ArrayList<>();
    private final TestShell test = new TestShell();
    private final NewSessionPresenter presenter =
            new NewSessionPresenter(sample.hosts().links(), Runnable::run, test.keptValues(), made::add, notice -> {});

    @Test
    void onlyInstalledAgentsAreOfferedAndTheDemoComesLast() {
        assertThat(presenter.agents())
                .extracting(AgentInfo::name)
                .containsExactly("GitHub Copilot", "OpenCode", "Demo agent");
    }

    @Test
    void aDirectoryIsCompletedFromTheHost() {
        presenter.directoryProperty().set("/home/ada/src/d");
        assertThat(presenter.folder().directories()).containsExactly("/home/ada/src/docs-site");

        presenter.directoryProperty().set("/home/ada/src/shop");
        presenter.folder().onDirectory("/home/ada/src/shop");

        assertThat(presenter.directoryProperty().get()).isEqualTo("/home/ada/src/shop/");
        assertThat(presenter.folder().directories())
                .containsExactly("/home/ada/src/shop/src", "/home/ada/src/shop/test", "/home/ada/src/shop/docs");
    }

    @Test
    void a_folder_of_a_windows_host_is_completed_with_its_own_separator() {
        presenter.folder().onDirectory("C:\\");
        assertThat(presenter.directoryProperty().get()).isEqualTo("C:\\");
        presenter.folder().onDirectory("C:\\Users");
        assertThat(presenter.directoryProperty().get()).isEqualTo("C:\\Users\\");
        presenter.folder().onDirectory("/home/odd\\name");
        assertThat(presenter.directoryProperty().get()).isEqualTo("/home/odd\\name/");
    }

    @Test
    void aTypedDirectoryThatDoesNotExistIsReported() {
        presenter.directoryProperty().set("/home/ada/src/shop");
        assertThat(presenter.folder().hintProperty().get()).isEmpty();
        presenter.directoryProperty().set("/home/ada/src/shopping");
        assertThat(presenter.folder().hintProperty().get()).isEqualTo("The host has no folder /home/ada/src/shopping.");
        presenter.directoryProperty().set("/nowhere/at");
        assertThat(presenter.folder().hintProperty().get()).isEqualTo("/nowhere is not there.");
        presenter.directoryProperty().set("/home/ada/src/");
        assertThat(presenter.folder().hintProperty().get()).isEmpty();
    }

    @Test
    void theRecentFoldersAreThoseOfTheHostsSessionsEachOnce() {
        for (int i = 0; i < 9; i++) {
            sample.local()
                    .after(Duration.ofMinutes(1))
                    .create("s8" + i, i == 7 ? "Elsewhere" : "Copilot", "/srv/" + i % 8, "Work");
        }
        FolderPresenter folders = presenter.folder().browse(path -> {}).orElseThrow();
        assertThat(folders.rows())
                .filteredOn(FolderPresenter.Row::recent)
                .extracting(FolderPresenter.Row::path)
                .containsExactly("/srv/0", "/srv/6", "/srv/5", "/srv/4", "/srv/3", "/srv/2");
    }

    @Test
    void ofAnAgentThatRunsElsewhereTheHostsDirectoriesAreNotOffered() {
        String here = presenter.directoryProperty().get();
        AgentInfo there = new AgentInfo(
                new AgentId("build"), "On the build machine", true, "agent", "", List.of(), "ssh build.example");
        presenter.agentProperty().set(there);
        assertThat(presenter.folder().placeProperty().get()).isEqualTo("ssh build.example");
        assertThat(presenter.directoryProperty().get()).isEmpty();
        presenter.directoryProperty().set("/home/ada/src/d");
        assertThat(presenter.folder().directories()).isEmpty();
        assertThat(presenter.folder().browse(path -> {})).isEmpty();

        presenter.agentProperty().set(presenter.agents().get(0));
        assertThat(presenter.directoryProperty().get()).isEqualTo(here);
        presenter.directoryProperty().set("/home/ada/src/d");
        assertThat(presenter.folder().directories()).containsExactly("/home/ada/src/docs-site");
    }

    @Test
    void sessionsFromElsewhereAreAskedForListedAndContinuedWhereTheyWere() {
        assertThat(presenter.externalProperty().get().shown()).isFalse();
        presenter.onExternal();
        assertThat(presenter.externalProperty().get().loading()).isTrue();
        ExternalSession race = new ExternalSession("a-17", "Fix the race", "/home/ada/src/shop", SampleHosts.NOW);
        sample.local().external(new HostGateway.Reply.Value<>(new HostGateway.External(List.of(race), false)));
        assertThat(presenter.externalProperty().get().loading()).isFalse();
        assertThat(presenter.externalProperty().get().sessions()).containsExactly(race);

        presenter.promptProperty().set("not for this one");
        presenter.onContinue(race);
        assertThat(sample.local().intents())
                .containsExactly(new Intent.CreateSession(
                        new AgentId("copilot"), "/home/ada/src/shop", null, null, null, "a-17"));
    }

    @Test
    void anAgentWithoutSessionsAndOneThatCannotTellSaySo() {
        sample.local().external(new HostGateway.Reply.Value<>(new HostGateway.External(List.of(), false)));
        presenter.onExternal();
        assertThat(presenter.externalProperty().get().text()).isEqualTo("GitHub Copilot has no other sessions.");
        sample.local().external(new HostGateway.Reply.Refused<>(ErrorCode.BAD_REQUEST, "It does not tell."));
        presenter.onExternal();
        assertThat(presenter.externalProperty().get().text()).isEqualTo("It does not tell.");
    }

    @Test
    void theAnswerOfAnAgentThatIsNoLongerChosenIsDropped() {
        presenter.onExternal();
        presenter.agentProperty().set(presenter.agents().get(1));
        sample.local()
                .external(new HostGateway.Reply.Value<>(
                        new HostGateway.External(List.of(new ExternalSession("a-17", "", "", null)), false)));
        assertThat(presenter.externalProperty().get().shown()).isFalse();
        assertThat(presenter.externalProperty().get().sessions()).isEmpty();
    }

    @Test
    void theSessionStartsInTheAgentsAskingModeUnlessAnotherIsChosen() {
        presenter.directoryProperty().set("/home/ada/src/shop/");
        presenter.promptProperty().set(" go ");
        presenter.onCreate();

        assertThat(sample.local().intents())
                .containsExactly(
                        new Intent.CreateSession(new AgentId("copilot"), "/home/ada/src/shop", null, null, "go"));
    }

    @Test
    void aRefusalStaysInTheSheetWithItsReason() {
        presenter.directoryProperty().set("/nowhere");
        presenter.onCreate();
        sample.local().refuse(0, ErrorCode.NO_SUCH_DIRECTORY, "/nowhere is not there.");

        assertThat(presenter.problemProperty().get()).isEqualTo("/nowhere is not there.");
        assertThat(presenter.directoryProperty().get()).isEqualTo("/nowhere");
        assertThat(presenter.busyProperty().get()).isFalse();
        assertThat(made).isEmpty();
    }

    @Test
    void whatWasMadeIsOpened() {
        presenter.onCreate();
        sample.local().accept(0, new SessionId("s99"));

        assertThat(made).containsExactly(new SessionKey(sample.local().hostId(), new SessionId("s99")));
    }

    @Test
    void theProfileThatWasLastChosenInTheDirectoryIsChosenUntilThePersonChooses() {
        Profile web = new Profile("web", List.of(), List.of(), "Be short.", "", "", List.of());
        sample.local().profiles("web", web);
        presenter.directoryProperty().set("/home/ada/src/shop");

        ProfilePicker picker = presenter.profile();
        assertThat(picker.profiles()).extracting(ProfileInfo::name).containsExactly("", "web");
        assertThat(picker.wanted()).isEqualTo("web");
        assertThat(picker.noteProperty().get()).isEqualTo("instructions");

        picker.chosenProperty().set(ProfilePicker.NONE);
        presenter.directoryProperty().set("/home/ada/src/docs-site");
        assertThat(picker.wanted()).isEmpty();
    }

    @Test
    void aHostWithoutProfilesIsAskedForNone() {
        presenter.directoryProperty().set("/home/ada/src/shop");

        assertThat(presenter.profile().profiles()).isEmpty();
        assertThat(presenter.profile().wanted()).isNull();
    }

    private NewSessionPresenter withTemplate(SessionTemplate template) {
        sample.local().templates.add(template);
        return new NewSessionPresenter(
                sample.hosts().links(), Runnable::run, test.keptValues(), made::add, notice -> {});
    }

    private static void choose(NewSessionPresenter form, int place) {
        TemplatePicker picker = form.template();
        picker.chosenProperty().set(picker.templates().get(place));
    }

    @Test
    void aTemplateFillsTheFormAndIsRefusedWhileABlankHasNoValue() {
        sample.local().profiles("", new Profile("web", List.of(), List.of(), "Be short.", "", "", List.of()));
        NewSessionPresenter form = withTemplate(new SessionTemplate(
                "Fix", "opencode", "/home/ada/src/{{project}}", "", "web", "Fix {{issue}} of {{project}}."));
        choose(form, 1);

        assertThat(form.agentProperty().get().name()).isEqualTo("OpenCode");
        List<TemplatePicker.Blank> blanks = form.template().blanks();
        assertThat(blanks).extracting(TemplatePicker.Blank::name).containsExactly("project", "issue");
        blanks.get(0).value().set("shop");
        form.onCreate();
        assertThat(form.problemProperty().get()).isEqualTo("These blanks have no value: issue.");

        blanks.get(1).value().set("42");
        form.onCreate();
        assertThat(sample.local().intents())
                .containsExactly(new Intent.CreateSession(
                        new AgentId("opencode"),
                        "/home/ada/src/shop",
                        null,
                        null,
                        "Fix 42 of shop.",
                        null,
                        null,
                        "web"));
    }

    @Test
    void whatThePersonChangesInAFilledPromptStays() {
        NewSessionPresenter form = withTemplate(new SessionTemplate("Fix", "", "", "", "", "Fix {{issue}}."));
        choose(form, 1);
        StringProperty issue = form.template().blanks().get(0).value();
        issue.set("42");
        form.promptProperty().set("Fix 42 soon.");
        issue.set("43");

        assertThat(form.promptProperty().get()).isEqualTo("Fix 42 soon.");
    }

    @Test
    void withoutItsTemplateTheFormIsAsBefore() {
        sample.local().profiles("", new Profile("web", List.of(), List.of(), "Be short.", "", "", List.of()));
        NewSessionPresenter form = withTemplate(new SessionTemplate("Fix", "", "", "", "web", "Fix {{issue}}."));
        choose(form, 1);
        assertThat(form.profile().wanted()).isEqualTo("web");
        choose(form, 0);

        assertThat(form.template().blanks()).isEmpty();
        assertThat(form.promptProperty().get()).isEmpty();
        assertThat(form.profile().wanted()).isEmpty();
    }

    @Test
    void theProfileOfATemplateThatIsGoneIsSentUntilThePersonChoosesAnother() {
        sample.local().profiles("", new Profile("web", List.of(), List.of(), "Be short.", "", "", List.of()));
        NewSessionPresenter form = withTemplate(new SessionTemplate("Fix", "", "", "", "gone", "Fix it."));
        choose(form, 1);
        assertThat(form.profile().wanted()).isEqualTo("gone");

        form.profile().chosenProperty().set(ProfilePicker.NONE);
        assertThat(form.profile().wanted()).isEmpty();
    }

    @Test
    void anAgentThatTheHostLacksIsNamed() {
        NewSessionPresenter form = withTemplate(new SessionTemplate("Fix", "absent", "", "", "", "Fix it."));
        choose(form, 1);
        assertThat(form.problemProperty().get()).contains("no agent absent");
        choose(form, 0);
        assertThat(form.problemProperty().get()).isEmpty();
        assertThat(form.agentProperty().get()).isNotNull();
    }

    @Test
    void noOtherAgentGetsThePromptOfATemplateWithoutAChoice() {
        NewSessionPresenter form =
                withTemplate(new SessionTemplate("Fix", "absent", "/home/ada/src/shop", "", "", "Fix it."));
        choose(form, 1);
        form.onCreate();
        assertThat(sample.local().intents()).isEmpty();
        assertThat(form.problemProperty().get()).contains("no agent absent");

        form.agentProperty().set(form.agents().get(0));
        form.onCreate();
        assertThat(sample.local().intents()).hasSize(1);
    }

    @Test
    void theCheckOfATemplateIsOrderedForTheTimeAfterTheFirstTurn() {
        NewSessionPresenter form = withTemplate(new SessionTemplate(
                "Fix", "", "/home/ada/src/shop", "", "", "Fix it.", List.of("npm test", "npm run lint")));
        choose(form, 1);
        form.onCreate();
        assertThat(sample.local().jobCommands()).isEmpty();
        sample.local().accept(0, new SessionId("s99"));

        assertThat(sample.local().jobCommands()).containsExactly("check after the turn npm test; npm run lint");
    }

    @Test
    void theFormIsSavedAsATemplateWhichIsThenChosenAndCanBeRenamedAndDeleted() {
        NewSessionPresenter form = withTemplate(new SessionTemplate("Old", "", "", "", "", "Old."));
        form.directoryProperty().set("/home/ada/src/shop");
        form.promptProperty().set("Fix {{issue}}.");
        TemplatePresenter made = form.newTemplate(() -> {}).orElseThrow();
        made.name.set("Old");
        made.onSave();
        assertThat(made.problemProperty().get()).contains("already a template “Old”");
        made.name.set("Fix");
        made.check.set("npm test\n\n");
        made.onSave();

        SessionTemplate saved = form.template().chosen();
        assertThat(saved)
                .isEqualTo(new SessionTemplate(
                        "Fix",
                        form.agents().get(0).agentId().value(),
                        "/home/ada/src/shop",
                        "",
                        "",
                        "Fix {{issue}}.",
                        List.of("npm test")));
        TemplatePresenter renamed = form.editTemplate(() -> {}).orElseThrow();
        renamed.name.set("Mend");
        renamed.onSave();
        assertThat(form.template().names()).containsExactly("Old", "Mend");
        form.editTemplate(() -> {}).orElseThrow().onDelete();
        assertThat(form.template().names()).containsExactly("Old");
        assertThat(form.template().chosen().name()).isEmpty();
    }

    @Test
    void aNewTemplateDoesNotReplaceOneThatAnotherDeviceHasSavedMeanwhile() {
        SessionTemplate others = new SessionTemplate("Fix", "", "", "", "", "Theirs.");
        NewSessionPresenter form = withTemplate(new SessionTemplate("Old", "", "", "", "", "Old."));
        form.promptProperty().set("Mine.");
        TemplatePresenter made = form.newTemplate(() -> {}).orElseThrow();
        sample.local().templates.add(others);
        made.name.set("Fix");

        made.onSave();

        assertThat(made.problemProperty().get()).contains("already a template “Fix”");
        assertThat(sample.local().templates).contains(others);
    }

    @Test
    void theBranchOfATemplateIsFilledUntilThePersonChangesIt() {
        sample.local().references("/home/ada/src/shop", SHOP);
        NewSessionPresenter form =
                withTemplate(new SessionTemplate("Fix", "", "/home/ada/src/shop", "fix-{{issue}}", "", "Fix it."));
        WorktreePresenter worktree = form.worktree();
        worktree.onOffered();
        choose(form, 1);
        assertThat(worktree.workInProperty().get()).isEqualTo(WorktreePresenter.WorkIn.WORKTREE);
        form.onCreate();
        assertThat(form.problemProperty().get()).isEqualTo("These blanks have no value: issue.");

        StringProperty issue = form.template().blanks().get(0).value();
        issue.set("42");
        assertThat(worktree.branchProperty().get()).isEqualTo("fix-42");
        worktree.branchProperty().set("mine");
        issue.set("43");
        assertThat(worktree.branchProperty().get()).isEqualTo("mine");
        issue.set("");
        form.onCreate();
        assertThat(sample.local().intents()).hasSize(1);
    }

    @Test
    void theWorktreeOfATemplateIsNotRememberedForTheRepository() {
        sample.local().references("/home/ada/src/shop", SHOP);
        NewSessionPresenter form =
                withTemplate(new SessionTemplate("Fix", "", "/home/ada/src/shop", "fix", "", "Fix it."));
        form.worktree().onOffered();
        choose(form, 1);
        assertThat(form.worktree().branchProperty().get()).isEqualTo("fix");
        choose(form, 0);

        assertThat(form.worktree().workInProperty().get()).isEqualTo(WorktreePresenter.WorkIn.FOLDER);
        assertThat(form.worktree().branchProperty().get()).isEqualTo("work");
    }

    @Test
    void aTemplateWithAWorktreeDoesNotStartInAFolderWithoutARepository() {
        NewSessionPresenter form = withTemplate(new SessionTemplate("Fix", "", "/home/ada", "fix", "", "Fix it."));
        form.worktree().onOffered();
        choose(form, 1);
        form.onCreate();

        assertThat(form.problemProperty().get()).contains("in no git repository");
        assertThat(sample.local().intents()).isEmpty();
    }

    @Test
    void aHostWithoutTemplatesSaysSoInAFormThatWasOpenedForOne() {
        assertThat(presenter.template().noteProperty().get()).isEmpty();
        presenter.template().onWanted();
        assertThat(presenter.template().noteProperty().get()).startsWith("This host has no templates.");

        NewSessionPresenter form = withTemplate(new SessionTemplate("Fix", "", "", "", "", "Fix it."));
        form.template().onWanted();
        assertThat(form.template().noteProperty().get()).isEmpty();
    }

    @Test
    void aTemplateThatAnotherDeviceHasChangedIsNotReplacedUntilThePersonInsists() {
        NewSessionPresenter form = withTemplate(new SessionTemplate("Fix", "", "", "", "", "Old."));
        choose(form, 1);
        TemplatePresenter mine = form.editTemplate(() -> {}).orElseThrow();
        mine.prompt.set("Mine.");
        sample.local().templates.set(0, new SessionTemplate("Fix", "", "", "", "", "Theirs."));

        mine.onSave();
        assertThat(mine.conflictProperty().get().sentence()).contains("has changed since you opened it");
        assertThat(sample.local().templates.get(0).prompt()).isEqualTo("Theirs.");
        mine.onInsist();
        assertThat(sample.local().templates.get(0).prompt()).isEqualTo("Mine.");
    }

    @Test
    void theNewerTemplateTakesThePlaceOfTheInputAndOneThatIsGoneIsSavedAnew() {
        NewSessionPresenter form = withTemplate(new SessionTemplate("Fix", "", "", "", "", "Old."));
        choose(form, 1);
        TemplatePresenter mine = form.editTemplate(() -> {}).orElseThrow();
        sample.local().templates.set(0, new SessionTemplate("Fix", "", "", "", "", "Theirs."));
        mine.prompt.set("Mine.");
        mine.onSave();
        mine.onLoadNewer();
        assertThat(mine.prompt.get()).isEqualTo("Theirs.");
        assertThat(mine.conflictProperty().get()).isNull();

        sample.local().templates.clear();
        mine.onSave();
        assertThat(mine.conflictProperty().get().newest()).isNull();
        mine.onInsist();
        assertThat(sample.local().templates).extracting(SessionTemplate::prompt).containsExactly("Theirs.");
    }
}
