package dev.pilothouse.ui.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ChangePart;
import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.DiffHunk;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.FileChanges;
import dev.pilothouse.model.FileDiff;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.session.DiffRow;
import dev.pilothouse.session.HostGateway.Reply;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.changes.ChangesPresenter.FileState;
import dev.pilothouse.ui.changes.ChangesPresenter.ListState;
import dev.pilothouse.ui.diff.FileChange;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.Texts;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChangesPresenterTest {
    private static final SessionKey KEY = new SessionKey(new HostId("h1"), new SessionId("s1"));

    private final FakeHost host = new FakeHost("h1", "desk", true, Instant.EPOCH);
    private final Map<String, String> stored = new HashMap<>();
    private final Preferences kept = new Preferences() {
        @Override
        public Optional<String> get(String name) {
            return Optional.ofNullable(stored.get(name));
        }

        @Override
        public void put(String name, String value) {
            stored.put(name, value);
        }
    };

    private static ChangedFile file(String path, String content, boolean generated, boolean binary) {
        return new ChangedFile(path, "", ChangedFile.State.MODIFIED, 1, 1, binary, generated, content);
    }

    private static ChangedFile file(String path, String content) {
        return file(path, content, false, false);
    }

    private ChangesPresenter presenter(ChangedFile... files) {
        host.changes(new Reply.Value<>(
                new FileChanges("topic", "origin/main", List.of(files), files.length, files.length, files.length)));
        return new ChangesPresenter(
                host, KEY, List.of(new FileChange("a.txt", 1, 2)), kept, Runnable::run, Runnable::run);
    }

    private static List<DiffRow> rows(FileState state) {
        return state.pieces().stream().flatMap(List::stream).toList();
    }

    @Test
    void twoSessionsAreComparedWithoutTicksAndWithoutMarkingFilesAsSeen() {
        ChangedFile changed = file("a.txt", "1");
        presenter(changed);
        Map<String, String> before = Map.copyOf(stored);
        SessionId other = new SessionId("other");
        ChangesPresenter between = ChangesPresenter.between(host, other, KEY, kept, Runnable::run, Runnable::run);

        between.onChoose(changed);
        between.onViewed(changed, true);
        between.onClose();

        assertThat(host.comparedSessions())
                .containsExactly("other " + KEY.sessionId(), "other " + KEY.sessionId() + " a.txt");
        assertThat(between.isViewed(changed)).isFalse();
        assertThat(stored).isEqualTo(before);
    }

    @Test
    void theFilesOfTheBranchAreListedAndAnotherPointCanBeChosen() {
        ChangesPresenter presenter = presenter(file("a.txt", "1"), file("b.txt", "2"));
        assertThat(presenter.files()).extracting(ChangedFile::path).containsExactly("a.txt", "b.txt");

        presenter.onCompare(ComparisonTarget.HEAD);
        assertThat(host.comparisons()).containsExactly(ComparisonTarget.BASE, ComparisonTarget.HEAD);
    }

    private static FileDiff diff(String line, boolean sinceSeen) {
        return new FileDiff(List.of(new DiffHunk(1, 1, "", List.of(line))), "1", false, false, "", "", sinceSeen);
    }

    /** Opens the file and goes back to the list. */
    private void look(ChangesPresenter presenter, String path) {
        host.diff(path, diff("+old", false));
        presenter.files().stream()
                .filter(each -> each.path().equals(path))
                .findFirst()
                .ifPresent(presenter::onChoose);
        presenter.onClose();
    }

    @Test
    void onlyFilesThatAreNewSinceThePersonLookedAreListed() {
        look(presenter(file("a.txt", "1"), file("b.txt", "1")), "a.txt");
        look(presenter(file("a.txt", "1"), file("b.txt", "1")), "b.txt");

        ChangesPresenter later = presenter(file("a.txt", "1"), file("b.txt", "2"), file("c.txt", "1"));

        assertThat(later.isSinceSeen()).isTrue();
        assertThat(later.files()).extracting(ChangedFile::path).containsExactly("b.txt", "c.txt");
        host.diff("b.txt", diff("+new", true));
        later.onStep(1);
        assertThat(host.seenContents()).endsWith("1");
        assertThat(later.fileProperty().get().notes()).isEmpty();
        later.onCompare(ComparisonTarget.BASE);
        assertThat(later.files()).hasSize(3);
    }

    @Test
    void aFileIsOpenedByThePathThatTheAgentReported() {
        look(presenter(file("src/a.txt", "1")), "src/a.txt");
        for (String reported : List.of("/home/me/shop/src/a.txt", "a.txt", "C:\\shop\\src\\a.txt")) {
            ChangesPresenter presenter = presenter(file("src/a.txt", "1"), file("src/b.txt", "2"));
            presenter.reveal(reported);

            assertThat(presenter.fileProperty().get().file()).as(reported).isEqualTo(file("src/a.txt", "1"));
            assertThat(presenter.isSinceSeen()).isFalse();
        }
        ChangesPresenter other = presenter(file("src/a.txt", "1"));
        other.reveal("c.txt");
        assertThat(other.fileProperty().get().file()).isNull();
    }

    @Test
    void theBranchIsShownIfNothingIsNewOrNothingWasLookedAt() {
        assertThat(presenter(file("a.txt", "1")).isSinceSeen()).isFalse();
        look(presenter(file("a.txt", "1")), "a.txt");

        ChangesPresenter same = presenter(file("a.txt", "1"));
        assertThat(same.isSinceSeen()).isFalse();
        same.onSinceSeen();
        assertThat(same.files()).isEmpty();
    }

    @Test
    void aFileStaysInTheListUntilTheListIsLoadedAgain() {
        look(presenter(file("a.txt", "1")), "a.txt");
        ChangesPresenter later = presenter(file("a.txt", "2"), file("b.txt", "2"));

        look(later, "a.txt");
        assertThat(later.files()).extracting(ChangedFile::path).containsExactly("a.txt", "b.txt");
        look(later, "a.txt");
        assertThat(host.seenContents()).endsWith("1", "1");
        later.onReload();
        assertThat(later.files()).extracting(ChangedFile::path).containsExactly("b.txt");
    }

    @Test
    void allChangesOfAFileAreShownIfTheHostNoLongerHasTheVersionThatWasSeen() {
        look(presenter(file("a.txt", "1")), "a.txt");
        ChangesPresenter later = presenter(file("a.txt", "2"));

        host.diff("a.txt", diff("+all", false));
        later.onStep(1);

        assertThat(later.fileProperty().get().notes()).hasSize(1);
    }

    @Test
    void aTickedFileCountsAsSeenAndAFileOfAnotherSessionDoesNot() {
        ChangedFile ticked = file("a.txt", "1");
        presenter(ticked, file("b.txt", "1")).onViewed(ticked, true);

        assertThat(presenter(ticked, file("b.txt", "1")).files())
                .extracting(ChangedFile::path)
                .containsExactly("b.txt");
        SessionKey other = new SessionKey(KEY.hostId(), new SessionId("s2"));
        assertThat(new ChangesPresenter(host, other, List.of(), kept, Runnable::run, Runnable::run).isSinceSeen())
                .isFalse();
    }

    @Test
    void aChangedModeIsShownWithoutLines() {
        ChangesPresenter presenter = presenter(file("run.sh", "1"));
        host.diff("run.sh", new FileDiff(List.of(), "1", false, false, "100644", "100755", false));

        presenter.onChoose(presenter.files().get(0));

        assertThat(presenter.fileProperty().get().notes())
                .singleElement()
                .asString()
                .contains("100644", "100755");
    }

    @Test
    void bothContentsOfAPictureAreRequestedAndOneThatIsMissingIsLeftOut() {
        ChangesPresenter presenter = presenter(file("logo.png", "1", false, true), file("data.bin", "1", false, true));
        host.change(ChangePart.BEFORE, "logo.png", new byte[] {1, 2, 3});

        presenter.onStep(1);
        assertThat(presenter.pictures().picturesProperty().get().before().text())
                .isEqualTo(Texts.text("viewer.damagedPicture"));
        assertThat(presenter.pictures().picturesProperty().get().after().isThere())
                .isFalse();
        presenter.onStep(1);
        assertThat(presenter.pictures().picturesProperty().get().before().isThere())
                .isFalse();
    }

    @Test
    void theLinesOfEachPageAreHighlighted() {
        ChangesPresenter presenter = presenter(file("a.java", "1"));
        host.diff(
                "a.java",
                new FileDiff(List.of(new DiffHunk(1, 1, "", List.of("+return 1;"))), "1", false, true),
                new FileDiff(List.of(new DiffHunk(1, 2, "", List.of("+return 2;"))), "1", false, false));

        presenter.onStep(1);
        presenter.onMore();

        FileState shown = presenter.fileProperty().get();
        assertThat(rows(shown)).hasSize(2).allMatch(shown.colours()::containsKey);
    }

    @Test
    void aViewedFileIsHiddenUntilItChangesAgain() {
        ChangedFile seen = file("a.txt", "1");
        ChangesPresenter presenter = presenter(seen, file("b.txt", "2"));
        presenter.onViewed(seen, true);
        presenter.hidesViewedProperty().set(true);
        assertThat(presenter.files()).extracting(ChangedFile::path).containsExactly("b.txt");

        ChangesPresenter later = presenter(file("a.txt", "3"), file("b.txt", "2"));
        later.hidesViewedProperty().set(true);
        assertThat(later.files()).extracting(ChangedFile::path).containsExactly("a.txt", "b.txt");
        presenter.onViewed(seen, false);
        assertThat(presenter.isViewed(seen)).isFalse();
    }

    @Test
    void aReloadAlsoShowsTheChosenFileAsItIsNow() {
        ChangedFile before = file("a.txt", "1");
        ChangesPresenter presenter = presenter(before);
        host.diff("a.txt", new FileDiff(List.of(new DiffHunk(1, 1, "", List.of("+old"))), "1", false, false));
        presenter.onChoose(before);
        ChangedFile now = file("a.txt", "2");
        host.changes(new Reply.Value<>(new FileChanges("topic", "origin/main", List.of(now), 1, 1, 1)));
        host.diff("a.txt", new FileDiff(List.of(new DiffHunk(1, 1, "", List.of("+new"))), "2", false, false));

        presenter.onReload();

        assertThat(presenter.fileProperty().get().file()).isEqualTo(now);
        assertThat(rows(presenter.fileProperty().get()))
                .extracting(DiffRow::text)
                .containsExactly("new");
    }

    @Test
    void aReloadClosesTheChosenFileIfItHasNoChangesAnyMore() {
        ChangedFile before = file("a.txt", "1");
        ChangesPresenter presenter = presenter(before);
        presenter.onChoose(before);
        host.changes(new Reply.Value<>(new FileChanges("topic", "origin/main", List.of(), 0, 0, 0)));

        presenter.onReload();

        assertThat(presenter.fileProperty().get()).isEqualTo(FileState.nothing());
    }

    @Test
    void onlyTheLastViewedFilesAreRemembered() {
        ViewedFiles viewed = new ViewedFiles(kept);
        ChangedFile first = file("f", "c0");
        viewed.set(first, true);
        assertThat(viewed.contains(first)).isTrue();
        IntStream.rangeClosed(1, ViewedFiles.MAX).forEach(i -> viewed.set(file("f", "c" + i), true));

        assertThat(viewed.contains(first)).isFalse();
        assertThat(viewed.contains(file("f", "c" + ViewedFiles.MAX))).isTrue();
    }

    @Test
    void theHunksOfAFileBecomeRowsWithTheGapsBetweenThem() {
        ChangedFile file = file("a.txt", "1");
        host.diff(
                "a.txt",
                new FileDiff(
                        List.of(
                                new DiffHunk(3, 3, "", List.of(" three", "-four", "+FOUR", "+more")),
                                new DiffHunk(10, 11, "void f()", List.of("+new"))),
                        "1",
                        false,
                        false));
        ChangesPresenter presenter = presenter(file);
        presenter.onChoose(file);

        assertThat(rows(presenter.fileProperty().get()))
                .containsExactly(
                        new DiffRow(DiffRow.Kind.GAP, 0, 2, ""),
                        new DiffRow(DiffRow.Kind.SAME, 3, 3, "three"),
                        new DiffRow(DiffRow.Kind.REMOVED, 4, 0, "four"),
                        new DiffRow(DiffRow.Kind.ADDED, 0, 4, "FOUR"),
                        new DiffRow(DiffRow.Kind.ADDED, 0, 5, "more"),
                        new DiffRow(DiffRow.Kind.GAP, 0, 5, ""),
                        new DiffRow(DiffRow.Kind.ADDED, 0, 11, "new"));
        assertThat(presenter.fileProperty().get().hunks()).containsExactly(0, 1);
    }

    @Test
    void aLongFileIsLoadedPageByPageAndAHunkGoesOnAcrossPages() {
        ChangedFile file = file("a.txt", "1");
        List<String> lines = IntStream.range(0, 50).mapToObj(i -> "+" + i).toList();
        host.diff(
                "a.txt",
                new FileDiff(List.of(new DiffHunk(1, 1, "", lines)), "1", false, true),
                new FileDiff(List.of(new DiffHunk(1, 51, "", lines)), "1", false, false));
        ChangesPresenter presenter = presenter(file);
        presenter.onChoose(file);
        assertThat(presenter.fileProperty().get().more()).isTrue();

        presenter.onMore();
        presenter.onMore();

        FileState state = presenter.fileProperty().get();
        assertThat(rows(state)).hasSize(100).last().isEqualTo(new DiffRow(DiffRow.Kind.ADDED, 0, 100, "49"));
        assertThat(state.hunks()).containsExactly(0);
        assertThat(state.more()).isFalse();
        assertThat(state.pieces()).allMatch(piece -> piece.size() <= ChangesPresenter.PIECE);
    }

    @Test
    void aGeneratedFileIsFoldedAndABinaryOneIsNamed() {
        ChangedFile lock = file("yarn.lock", "1", true, false);
        ChangedFile picture = file("logo.png", "2", false, true);
        host.diff("yarn.lock", new FileDiff(List.of(new DiffHunk(1, 1, "", List.of("+x"))), "1", false, false));
        ChangesPresenter presenter = presenter(lock, picture);

        presenter.onChoose(lock);
        assertThat(presenter.fileProperty().get().folded()).isTrue();
        presenter.onUnfold();
        assertThat(rows(presenter.fileProperty().get())).hasSize(1);

        presenter.onStep(1);
        assertThat(presenter.fileProperty().get().file()).isEqualTo(picture);
        assertThat(presenter.fileProperty().get().binary()).isTrue();
    }

    @Test
    void withoutASnapshotOfTheLastTurnTheOtherPointsStayThere() {
        ChangesPresenter presenter = presenter();
        host.changes(new Reply.Refused<>(ErrorCode.NO_REPOSITORY, "No snapshot."));
        presenter.onCompare(ComparisonTarget.BEFORE_TURN);

        assertThat(presenter.listProperty().get()).isEqualTo(new ListState.Failed("No snapshot."));
    }

    @Test
    void outsideOfARepositoryTheChangesThatTheAgentReportedAreListed() {
        ChangesPresenter presenter = presenter();
        host.changes(new Reply.Refused<>(ErrorCode.NO_REPOSITORY, "No repository."));
        presenter.onReload();
        assertThat(presenter.listProperty().get())
                .isEqualTo(new ListState.Reported("No repository.", List.of(new FileChange("a.txt", 1, 2))));

        host.changes(new Reply.Refused<>(ErrorCode.UNREACHABLE, "No connection."));
        presenter.onReload();
        assertThat(presenter.listProperty().get()).isEqualTo(new ListState.Failed("No connection."));
    }
}
