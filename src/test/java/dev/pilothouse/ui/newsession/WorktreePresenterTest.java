package dev.pilothouse.ui.newsession;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.GitReference;
import dev.pilothouse.model.ReferenceList;
import dev.pilothouse.model.WorktreeRequest;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Intent;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.newsession.WorktreePresenter.WorkIn;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorktreePresenterTest {
    private static final String SHOP = "/home/ada/src/shop";

    private final SampleHosts sample = SampleHosts.aFreshStart();
    private final Preferences kept = new TestShell().keptValues();
    private NewSessionPresenter form;
    private WorktreePresenter presenter;

    @BeforeEach
    void open() {
        sample.local()
                .references(
                        SHOP,
                        new ReferenceList(
                                SHOP,
                                SHOP + ".worktrees",
                                "main",
                                "origin/main",
                                2,
                                List.of(
                                        new GitReference("main", false, SHOP),
                                        new GitReference("release", false),
                                        new GitReference("origin/main", true)),
                                false));
        again();
    }

    private void again() {
        form = new NewSessionPresenter(sample.hosts().links(), Runnable::run, kept, made -> {}, notice -> {});
        presenter = form.worktree();
        presenter.onOffered();
    }

    private void chooseWorktree() {
        form.directoryProperty().set(SHOP);
        presenter.workInProperty().set(WorkIn.WORKTREE);
    }

    private Intent.CreateSession created() {
        form.onCreate();
        List<Intent> intents = sample.local().intents();
        return (Intent.CreateSession) intents.get(intents.size() - 1);
    }

    @Test
    void thereIsNoChoiceOutsideOfARepository() {
        form.directoryProperty().set("/home/ada");

        assertThat(presenter.shownProperty().get()).isFalse();
        assertThat(created().worktree()).isNull();
    }

    @Test
    void aSessionWorksInTheFolderItselfUnlessAWorktreeIsChosen() {
        form.directoryProperty().set(SHOP);

        assertThat(presenter.shownProperty().get()).isTrue();
        assertThat(presenter.outcomeProperty().get()).isEmpty();
        assertThat(created().worktree()).isNull();
    }

    @Test
    void theBranchIsSentExactlyAsTypedWithTheChosenBase() {
        chooseWorktree();
        presenter.branchProperty().set("Fix/Login_Race");
        presenter.baseProperty().set(presenter.bases().get(3));

        assertThat(created().worktree()).isEqualTo(new WorktreeRequest("Fix/Login_Race", "main"));
    }

    @Test
    void theBasesAreTheDefaultBranchThenTheCurrentCommitThenTheBranches() {
        chooseWorktree();

        assertThat(presenter.bases())
                .extracting(WorktreePresenter.StartPoint::name)
                .containsExactly("origin/main", "", "#", "main", "release");
        assertThat(presenter.bases().get(1).text()).contains("2");
    }

    @Test
    void anExistingBranchIsCheckedOutInANewWorktree() {
        form.directoryProperty().set(SHOP);
        presenter.workInProperty().set(WorkIn.BRANCH);

        assertThat(presenter.branches())
                .extracting(WorktreePresenter.ExistingBranch::name)
                .containsExactly("main", "release");
        assertThat(presenter.existingProperty().get().name()).isEqualTo("release");
        assertThat(presenter.outcomeProperty().get()).contains("release", SHOP + ".worktrees/release");
        assertThat(created().worktree()).isEqualTo(new WorktreeRequest("release", "", true));
    }

    @Test
    void aBranchThatIsCheckedOutElsewhereCanOnlyBeWorkedOnThere() {
        form.directoryProperty().set(SHOP + "/docs");
        sample.local()
                .references(
                        SHOP + "/src",
                        new ReferenceList(
                                SHOP,
                                SHOP + ".worktrees",
                                "main",
                                "",
                                0,
                                List.of(new GitReference("main", false, SHOP)),
                                false));
        form.directoryProperty().set(SHOP + "/src");
        presenter.workInProperty().set(WorkIn.BRANCH);
        int before = sample.local().intents().size();

        form.onCreate();
        assertThat(sample.local().intents()).hasSize(before);
        assertThat(form.problemProperty().get()).contains("main", SHOP);
        assertThat(presenter.elsewhereProperty().get()).isTrue();

        presenter.onWorkThere();
        assertThat(form.directoryProperty().get()).isEqualTo(SHOP);
        assertThat(presenter.workInProperty().get()).isEqualTo(WorkIn.FOLDER);
    }

    @Test
    void theBaseIsRememberedForTheRepository() {
        chooseWorktree();
        assertThat(presenter.baseProperty().get().name()).isEqualTo("origin/main");
        presenter.baseProperty().set(presenter.bases().get(4));
        again();
        chooseWorktree();
        assertThat(presenter.baseProperty().get().name()).isEqualTo("release");

        presenter.baseProperty().set(presenter.bases().get(1));
        again();
        chooseWorktree();
        assertThat(presenter.baseProperty().get().name()).isEmpty();
    }

    @Test
    void theNameOfABranchThatExistsIsTold() {
        chooseWorktree();
        presenter.branchProperty().set("release");

        assertThat(presenter.outcomeProperty().get()).isEqualTo(Texts.text("worktree.branchExists", "release"));
    }

    @Test
    void aPullRequestIsSentAsItsNumberOrItsAddress() {
        chooseWorktree();
        presenter.baseProperty().set(presenter.bases().get(2));
        presenter.pullRequestProperty().set(" 12 ");

        assertThat(presenter.pullRequestWantedProperty().get()).isTrue();
        assertThat(presenter.outcomeProperty().get()).contains("pr-12", "pull request #12");
        assertThat(created().worktree()).isEqualTo(new WorktreeRequest("pr-12", "#12"));
    }

    @Test
    void anAddressOfAPullRequestIsSentAsItIs() {
        chooseWorktree();
        presenter.baseProperty().set(presenter.bases().get(2));
        presenter.pullRequestProperty().set("github.com/pilot/shop/pull/12");

        assertThat(created().worktree()).isEqualTo(new WorktreeRequest("pr-12", "github.com/pilot/shop/pull/12"));
    }

    @Test
    void somethingElseThanAPullRequestIsNotSent() {
        chooseWorktree();
        presenter.baseProperty().set(presenter.bases().get(2));
        presenter.pullRequestProperty().set("twelve");
        form.onCreate();

        assertThat(form.problemProperty().get()).contains("pull request");
        assertThat(presenter.outcomeProperty().get()).isEmpty();
    }

    @Test
    void theBranchIsSuggestedFromThePromptUntilThePersonTypesOne() {
        chooseWorktree();
        form.promptProperty().set("Fix the login race!");
        assertThat(presenter.branchProperty().get()).isEqualTo("fix-the-login-race");

        presenter.branchProperty().set("mine");
        form.promptProperty().set("Something else");
        assertThat(presenter.branchProperty().get()).isEqualTo("mine");
    }

    @Test
    void aSuggestionAvoidsTheNamesOfBranches() {
        chooseWorktree();
        form.promptProperty().set("release");

        assertThat(presenter.branchProperty().get()).isEqualTo("release-2");
    }

    @Test
    void oneSentenceNamesTheBranchItsBaseAndThePlace() {
        chooseWorktree();
        presenter.branchProperty().set("fix/login");

        assertThat(presenter.outcomeProperty().get())
                .contains("fix/login", "origin/main", SHOP + ".worktrees/fix-login");
    }

    @Test
    void theChoiceIsRememberedForTheRepository() {
        chooseWorktree();
        again();
        form.directoryProperty().set("/home/ada");
        assertThat(presenter.workInProperty().get()).isEqualTo(WorkIn.FOLDER);

        form.directoryProperty().set(SHOP);
        assertThat(presenter.workInProperty().get()).isEqualTo(WorkIn.WORKTREE);
    }

    @Test
    void aFolderWhereAnAgentWorksIsNamed() {
        sample.local().create("s5", "OpenCode", SHOP, "Totals");
        form.directoryProperty().set(SHOP);
        assertThat(presenter.busyProperty().get()).contains("Totals");

        presenter.workInProperty().set(WorkIn.WORKTREE);
        assertThat(presenter.busyProperty().get()).isEmpty();
    }

    @Test
    void aBranchWithoutANameIsNotSent() {
        chooseWorktree();
        presenter.branchProperty().set(" ");
        form.onCreate();

        assertThat(form.problemProperty().get()).isNotEmpty();
        assertThat(sample.local().intents()).isEmpty();
    }

    @Test
    void anotherHostHasNoChoiceUntilItAnswers() {
        List<HostLink> links = SampleHosts.aWorkingDay().hosts().links();
        Deque<Runnable> fx = new ArrayDeque<>();
        presenter = new WorktreePresenter(kept, fx::add, folder -> {});
        presenter.onOffered();
        presenter.show(sample.hosts().links().get(0), SHOP);
        fx.remove().run();
        presenter.workInProperty().set(WorkIn.WORKTREE);
        assertThat(presenter.wanted()).isPresent();

        presenter.show(links.get(0), SHOP);
        assertThat(presenter.shownProperty().get()).isFalse();
        assertThat(presenter.wanted()).isEmpty();
    }

    @Test
    void theSentenceSaysThatSetupCommandsRun() {
        sample.local()
                .references(
                        "/home/ada/src/setup",
                        new ReferenceList(
                                "/home/ada/src/setup",
                                "/home/ada/src/setup.worktrees",
                                "main",
                                "",
                                0,
                                List.of(),
                                true));
        form.directoryProperty().set("/home/ada/src/setup");
        presenter.workInProperty().set(WorkIn.WORKTREE);

        assertThat(presenter.outcomeProperty().get()).contains("setup commands run");
    }
}
