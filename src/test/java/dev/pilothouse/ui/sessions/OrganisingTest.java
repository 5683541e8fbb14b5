package dev.pilothouse.ui.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.AgentSupport;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.Organisation;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.session.Intent;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.status.SessionStatus;
import java.time.Duration;
import java.util.List;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pinning, archiving, grouping, sorting and filtering sessions, deletion with undo, and handoff to another session. */
class OrganisingTest {
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final ListRig rig = new ListRig(sample);
    private final SessionsPresenter presenter = rig.presenter();
    private final SessionKey login = new SessionKey(sample.local().hostId(), sample.main());

    @BeforeEach
    void render() {
        rig.render();
    }

    private List<String> lines() {
        return lines(presenter);
    }

    private static List<String> lines(SessionsPresenter presenter) {
        return presenter.rows().stream()
                .map(SessionItem::row)
                .map(row -> row instanceof SessionRow.Heading heading
                        ? "# " + heading.title() + " " + heading.count()
                        : row instanceof SessionRow.Entry entry
                                ? entry.name()
                                : row instanceof SessionRow.Cards cards
                                        ? cards.entries().stream()
                                                .map(SessionRow.Entry::name)
                                                .toList()
                                                .toString()
                                        : row.toString())
                .toList();
    }

    private SessionKey key(String name) {
        return sample.hosts().links().stream()
                .flatMap(link -> link.reader().host().sessions().stream()
                        .filter(session -> session.name().equals(name))
                        .map(session -> new SessionKey(link.hostId(), session.sessionId())))
                .findFirst()
                .orElseThrow();
    }

    private int sent() {
        return sample.local().intents().size();
    }

    @Test
    void aPinnedSessionStandsAboveAllOthersOnceTheHostHasSaidSo() {
        presenter.actions().onPin(login, true);
        assertThat(sample.local().intents()).containsExactly(Intent.Organise.pin(login.sessionId(), true));
        assertThat(lines()).doesNotContain("# Pinned 1");

        sample.local().organise(0);
        rig.render();

        assertThat(lines()).startsWith("# Pinned 1", "fix the login race", "# Needs you 4");
    }

    @Test
    void anArchivedSessionLeavesTheListComesBackByUndoAndIsFoundInTheArchive() {
        SessionKey quickstart = key("docs: quickstart");
        presenter.actions().onArchive(quickstart, true);
        sample.local().organise(0);
        rig.render();

        assertThat(lines()).doesNotContain("docs: quickstart");
        assertThat(presenter.undoProperty().get().text()).isEqualTo("Archived “docs: quickstart”");
        presenter.onChoose(presenter.choicesProperty().get().withArchived(true));
        assertThat(lines()).containsExactly("# Working 1", "docs: quickstart");

        presenter.actions().onUndo();
        assertThat(sample.local().intents().get(1)).isEqualTo(Intent.Organise.archive(quickstart.sessionId(), false));
        sample.local().organise(1);
        rig.render();
        assertThat(lines()).isEmpty();
    }

    @Test
    void anArchivedSessionThatWaitsForThePersonIsListedAllTheSame() {
        sample.local().update(sample.main(), new SessionUpdate.Organised(new Organisation(false, true, "")));
        rig.render();

        assertThat(lines()).contains("fix the login race");
    }

    @Test
    void ownGroupsStandInAlphabeticalOrderAndThoseWithoutOneLast() {
        sample.local().update(sample.main(), new SessionUpdate.Organised(new Organisation(false, false, "Release")));
        sample.local()
                .update(
                        key("docs: quickstart").sessionId(),
                        new SessionUpdate.Organised(new Organisation(false, false, "docs")));
        presenter.onChoose(presenter
                .choicesProperty()
                .get()
                .with(SessionListOptions.Grouping.OWN)
                .with(SessionListOptions.Order.NAME));
        rig.render();

        assertThat(lines())
                .startsWith("# docs 1", "docs: quickstart", "# Release 1", "fix the login race", "# No group 10");
        assertThat(presenter.actions().groups(login)).containsExactly("docs", "Release");
    }

    @Test
    void aRenamedSessionTakesItsNewPlaceInTheOrderOfNames() {
        presenter.onChoose(presenter
                .choicesProperty()
                .get()
                .with(SessionListOptions.Grouping.OWN)
                .with(SessionListOptions.Order.NAME));
        String last = lines().get(lines().size() - 1);
        sample.local().update(key("docs: quickstart").sessionId(), new SessionUpdate.Renamed("zz", true));
        rig.render();

        assertThat(lines()).endsWith(last, "zz");

        sample.local().update(key("zz").sessionId(), new SessionUpdate.Renamed("A", true));
        rig.render();

        assertThat(lines()).startsWith("# No group 12", "A");
    }

    @Test
    void directoriesWithSomebodyWhoWaitsComeFirst() {
        presenter.onChoose(presenter.choicesProperty().get().with(SessionListOptions.Grouping.DIRECTORY));

        List<String> headings =
                lines().stream().filter(line -> line.startsWith("#")).toList();
        assertThat(headings).contains("# ~/src/shop 7");
        assertThat(lines().indexOf("fix the login race")).isEqualTo(lines().indexOf("# ~/src/shop 7") + 1);
    }

    @Test
    void whatIsFilteredIsLeftOutUntilAllIsShownAgain() {
        presenter.onChoose(presenter
                .choicesProperty()
                .get()
                .toggled(SessionStatus.Group.NEEDS_YOU)
                .toggled(sample.remote().hostId()));

        assertThat(lines()).containsExactly("# Needs you 1", "api: add paging to the orders list");

        presenter.onChoose(presenter.choicesProperty().get().unfiltered());
        assertThat(lines()).startsWith("# Needs you 5");
    }

    @Test
    void aDeviceKeepsItsChoicesAndFoldedGroups() {
        presenter.onChoose(presenter
                .choicesProperty()
                .get()
                .with(SessionListOptions.Order.NAME)
                .toggledAgent("Claude, the one & only")
                .unfiltered()
                .toggled(SessionStatus.Group.IDLE));
        presenter.onFold("group-IDLE");

        SessionsPresenter again = rig.make();
        again.render(sample.hosts().links());

        assertThat(again.choicesProperty().get())
                .isEqualTo(presenter.choicesProperty().get());
        assertThat(lines(again)).containsExactly("# Idle 5");
    }

    @Test
    void choicesSurviveBeingKeptWhateverNamesAreInThem() {
        SessionListOptions choices = SessionListOptions.PLAIN
                .toggledAgent("Claude, the one & only=1")
                .toggled(sample.remote().hostId())
                .with(SessionListOptions.Layout.GRID)
                .withArchived(true);

        assertThat(SessionListOptions.parse(choices.asText())).isEqualTo(choices);
        assertThat(SessionListOptions.parse("layout=HOLOGRAM&states=BORED&x")).isEqualTo(SessionListOptions.PLAIN);
    }

    @Test
    void cardsStandSideBySideWhereThereIsRoomAndAreAListWhereThereIsNone() {
        presenter.onColumns(3);
        presenter.onChoose(presenter.choicesProperty().get().with(SessionListOptions.Layout.GRID));

        assertThat(lines())
                .startsWith(
                        "# Needs you 5",
                        "[infrastructure: rotate the certificates of every environment before they expire,"
                                + " api: add paging to the orders list, fix the login race]",
                        "[docs: which port?, shop: move to Java 21]");

        presenter.onColumns(0);
        assertThat(lines()).contains("fix the login race");
    }

    @Test
    void aChangeThatMovesNothingChangesItsOwnRowOnly() {
        presenter.onColumns(3);
        presenter.onChoose(presenter.choicesProperty().get().with(SessionListOptions.Layout.GRID));
        presenter.rows().addListener((ListChangeListener<SessionItem>) change -> {
            throw new AssertionError("the list itself has changed");
        });
        SessionItem working = presenter.rows().get(4);
        SessionId quickstart = key("docs: quickstart").sessionId();
        String before = ((SessionRow.Cards) working.row()).entries().get(0).lines();

        sample.local()
                .update(
                        quickstart,
                        new SessionUpdate.AgentMessageChunk(
                                new ItemId(sample.local().nextSeq(quickstart)), "Another line"));
        rig.render();

        SessionRow.Entry now = ((SessionRow.Cards) working.row()).entries().get(0);
        assertThat(now.lines()).isNotEqualTo(before).endsWith("Another line");
    }

    @Test
    void aForkHasTheSettingsOfTheSessionAndNamesIt() {
        presenter.actions().onFork(login);

        assertThat(sample.local().intents())
                .singleElement()
                .isInstanceOfSatisfying(Intent.CreateSession.class, made -> {
                    assertThat(made.forkOf()).isEqualTo(login.sessionId());
                    assertThat(made.agentSessionId()).isNull();
                    assertThat(made.mode()).isEqualTo("ask");
                });
    }

    @Test
    void aSessionIsDeletedAtItsAgentTooWhereTheAgentOffersIt() {
        assertThat(presenter.actions().offers(login).deletes()).isFalse();
        sample.local()
                .agents(List.of(new AgentInfo(
                        new AgentId("github-copilot"),
                        "Copilot",
                        true,
                        "",
                        "",
                        List.of(),
                        new AgentSupport(true, false),
                        "")));
        assertThat(presenter.actions().offers(login).deletes()).isTrue();
        presenter.actions().onDeleteAtAgent(login);
        assertThat(presenter.undoProperty().get().text()).isEqualTo("Deleted “fix the login race”, also at the agent");
        rig.elapse(Duration.ofSeconds(UndoSupport.SECONDS));

        assertThat(sample.local().intents()).containsExactly(new Intent.DeleteSession(login.sessionId(), true));
    }

    @Test
    void aDeletedSessionIsHiddenAtOnceAndGoneOnTheHostOnlyAfterAWhile() {
        presenter.actions().onDelete(login);

        assertThat(lines()).doesNotContain("fix the login race");
        assertThat(rig.closed()).containsExactly(login);
        assertThat(sent()).isZero();
        rig.elapse(Duration.ofSeconds(UndoSupport.SECONDS - 1));
        assertThat(sent()).isZero();

        rig.elapse(Duration.ofSeconds(1));
        assertThat(sample.local().intents()).containsExactly(new Intent.DeleteSession(login.sessionId()));
        assertThat(presenter.undoProperty().get()).isNull();
        sample.local().accept(0, login.sessionId());
        rig.render();
        assertThat(lines()).doesNotContain("fix the login race");
        sample.local().remove(login.sessionId());
        rig.render();
        assertThat(lines()).contains("# Needs you 4");
    }

    @Test
    void aDeletionThatIsTakenBackNeverReachesTheHost() {
        presenter.actions().onDelete(login);
        presenter.actions().onUndo();

        assertThat(lines()).contains("fix the login race");
        rig.elapse(Duration.ofSeconds(60));
        assertThat(sent()).isZero();
    }

    @Test
    void aDeletionThatIsHeldWhenTheListEndsNeverReachesTheHost() {
        presenter.actions().onDelete(login);
        presenter.close();
        presenter.close();

        rig.elapse(Duration.ofSeconds(60));
        assertThat(sent()).isZero();
        SessionsPresenter another = rig.make();
        another.render(sample.hosts().links());
        assertThat(lines(another)).contains("fix the login race");
    }

    @Test
    void aSecondDeletionDoesNotHoldUpTheFirst() {
        presenter.actions().onDelete(login);
        presenter.actions().onDelete(key("docs: quickstart"));
        presenter.actions().onUndo();
        rig.elapse(Duration.ofSeconds(UndoSupport.SECONDS));

        assertThat(sample.local().intents()).containsExactly(new Intent.DeleteSession(login.sessionId()));
        assertThat(lines()).contains("docs: quickstart").doesNotContain("fix the login race");
    }

    @Test
    void aDeletionThatTheHostRefusesBringsTheSessionBackAndSaysWhy() {
        presenter.actions().onDelete(login);
        rig.elapse(Duration.ofSeconds(UndoSupport.SECONDS));
        sample.local().refuse(0, ErrorCode.FORBIDDEN, "This device may not do that.");

        assertThat(lines()).contains("fix the login race");
        assertThat(rig.notices()).containsExactly("This device may not do that.");
    }

    @Test
    void aSessionLikeAnotherHasItsAgentDirectoryModeAndModel() {
        presenter.actions().onDuplicate(login);

        Intent.CreateSession made =
                (Intent.CreateSession) sample.local().intents().get(0);
        assertThat(made.cwd()).isEqualTo("/home/ada/src/shop");
        assertThat(made.agentId().value()).isEqualTo("github-copilot");
        assertThat(made.mode()).isEqualTo("ask");
        assertThat(made.firstPrompt()).isNull();
        sample.local().accept(0, new SessionId("s99"));
        assertThat(rig.opened()).containsExactly(new SessionKey(sample.local().hostId(), new SessionId("s99")));
        assertThat(rig.drafts()).isEmpty();
        assertThat(sample.local().openSessions()).isEmpty();
    }

    @Test
    void goingOnInANewSessionLeavesADraftThatThePersonMayRead() {
        presenter.actions().onContinue(login);
        sample.local().accept(0, new SessionId("s99"));

        SessionKey made = new SessionKey(sample.local().hostId(), new SessionId("s99"));
        assertThat(rig.drafts().get(made))
                .startsWith("Continue the work of an earlier session, “fix the login race” with GitHub Copilot.")
                .contains("Last request:", "Open steps of the plan:\n\n- ");
        assertThat(rig.opened()).containsExactly(made);
    }
}
