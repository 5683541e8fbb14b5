package dev.pilothouse.ui.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.SessionFile;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.Diff;
import dev.pilothouse.session.FileDiff;
import dev.pilothouse.session.HostGateway.Reply;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.viewer.FileViewerPresenter.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FileViewerPresenterTest {
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final FakeHost host = sample.local();
    private final List<String> told = new ArrayList<>();

    private FileViewerPresenter open(String path, int line) {
        return open(path, line, List.of());
    }

    private FileViewerPresenter open(String path, int line, List<FileDiff> changes) {
        return new FileViewerPresenter(
                ViewedFile.of(host.link(), new SessionId("s1"), path, () -> changes),
                line,
                Runnable::run,
                Runnable::run,
                new FileViewerPresenter.Outside() {
                    @Override
                    public void copy(String text) {
                        told.add("copy " + text);
                    }

                    @Override
                    public void notice(String text) {
                        told.add(text);
                    }

                    @Override
                    public Optional<Runnable> program() {
                        return Optional.empty();
                    }
                });
    }

    private static String lines(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
    }

    private Phase phase(FileViewerPresenter presenter) {
        return presenter.stateProperty().get().phase();
    }

    @Test
    void aTextIsLoadedAsFarAsItIsShown() {
        host.textFile("long.txt", lines(100_000));
        FileViewerPresenter presenter = open("long.txt", 0);

        assertThat(phase(presenter)).isEqualTo(Phase.TEXT);
        assertThat(presenter.lineCount()).isEqualTo(100_000);
        assertThat(presenter.text(0)).contains("line 1");
        assertThat(presenter.text(50_000)).isEmpty();
        assertThat(host.reads()).containsExactly("long.txt:0");
        presenter.onShown(50_000, 50_040);
        assertThat(presenter.text(50_000)).contains("line 50001");
        assertThat(host.reads()).hasSize(4);
    }

    @Test
    void theLineOfALinkIsLoadedFirst() {
        host.textFile("long.txt", lines(100_000));
        FileViewerPresenter presenter = open("long.txt", 70_001);

        assertThat(host.reads().get(0)).isEqualTo("long.txt:70000");
        assertThat(presenter.text(70_000)).contains("line 70001");
        assertThat(presenter.takeLine()).isEqualTo(70_001);
        assertThat(presenter.takeLine()).isZero();
    }

    @Test
    void aLineBeyondTheEndShowsTheEnd() {
        host.textFile("short.txt", lines(3));
        FileViewerPresenter presenter = open("short.txt", 5_000);

        assertThat(phase(presenter)).isEqualTo(Phase.TEXT);
        assertThat(presenter.lineCount()).isEqualTo(3);
        presenter.onShown(0, 2);
        assertThat(presenter.text(2)).contains("line 3");
    }

    @Test
    void onlyALimitedNumberOfPagesStaysInMemory() {
        host.textFile("long.txt", lines(100_000));
        FileViewerPresenter presenter = open("long.txt", 0);
        for (int line = 0; line < 100_000; line += 200) {
            presenter.onShown(line, line + 40);
        }

        assertThat(presenter.text(99_999)).contains("line 100000");
        assertThat(presenter.text(0)).isEmpty();
    }

    @Test
    void hiddenCharactersAreShownAndTheTextIsCopiedAsItIs() {
        host.textFile("a.txt", "\tif \u202e\nend\n");
        FileViewerPresenter presenter = open("a.txt", 0);

        assertThat(presenter.line(0).orElseThrow().shown()).isEqualTo("    if \u27e8U+202E\u27e9");
        presenter.onCopyLines(0, 1);
        assertThat(told).containsExactly("copy \tif \u202e\nend", "2 lines copied");
    }

    @Test
    void codeHasItsColours() {
        host.textFile("A.java", "class A {}\nreturn 1;\n");
        FileViewerPresenter presenter = open("A.java", 0);

        assertThat(presenter.line(0).orElseThrow().colours()).isNotEmpty();
        assertThat(presenter.line(1).orElseThrow().colours())
                .first()
                .satisfies(colour -> assertThat(colour.from()).isZero());
    }

    @Test
    void aSearchFindsLinesOfTheWholeFileAndGoesRound() {
        host.textFile("long.txt", lines(9_000) + "Needle\n" + lines(10) + "a needle\n");
        FileViewerPresenter presenter = open("long.txt", 0);
        presenter.onSearch("needle");

        FileViewerPresenter.Search found = presenter.searchProperty().get();
        assertThat(found.hits()).extracting(FileViewerPresenter.Hit::line).containsExactly(9_000L, 9_011L);
        assertThat(found.running()).isFalse();
        assertThat(found.current()).contains(new FileViewerPresenter.Hit(9_000, 0, 6));
        presenter.onStep(1);
        presenter.onStep(1);
        assertThat(presenter.searchProperty().get().at()).isZero();
        presenter.onStep(-1);
        assertThat(presenter.searchProperty().get().current()).contains(new FileViewerPresenter.Hit(9_011, 2, 8));
        presenter.onSearch("line");
        assertThat(presenter.searchProperty().get().hits()).hasSize(FileViewerPresenter.MAX_HITS);
        presenter.onSearch("");
        assertThat(presenter.searchProperty().get().hits()).isEmpty();
    }

    @Test
    void aSearchFindsEachOccurrenceInALine() {
        host.textFile("A.java", "\tLogin login(Login old)\n");
        FileViewerPresenter presenter = open("A.java", 0);
        presenter.onSearch("login");

        FileViewerPresenter.Search found = presenter.searchProperty().get();
        assertThat(found.in(0))
                .containsExactly(
                        new FileViewerPresenter.Hit(0, 1, 6),
                        new FileViewerPresenter.Hit(0, 7, 12),
                        new FileViewerPresenter.Hit(0, 13, 18));
        assertThat(found.in(1)).isEmpty();
        assertThat(presenter.line(0).orElseThrow().shownAt(7)).isEqualTo(10);
    }

    @Test
    void aDeletedFileSaysSoAndCanBeTriedAgain() {
        FileViewerPresenter presenter = open("gone.txt", 0);
        assertThat(phase(presenter)).isEqualTo(Phase.MISSING);

        host.textFile("gone.txt", "back\n");
        presenter.onRetry();
        assertThat(phase(presenter)).isEqualTo(Phase.TEXT);
        assertThat(presenter.text(0)).contains("back");
    }

    @Test
    void aRefusalGivesTheHostsReason() {
        host.refuseReads(new Reply.Refused<>(ErrorCode.BAD_REQUEST, "It is a pipe."));
        FileViewerPresenter presenter = open("pipe", 0);

        assertThat(phase(presenter)).isEqualTo(Phase.FAILED);
        assertThat(presenter.stateProperty().get().message()).isEqualTo("It is a pipe.");
    }

    @Test
    void withoutAConnectionNothingIsRequested() {
        host.connection(new ConnectionState.Lost("gone", SampleHosts.NOW, SampleHosts.NOW));
        FileViewerPresenter presenter = open("a.txt", 0);

        assertThat(phase(presenter)).isEqualTo(Phase.OFFLINE);
        assertThat(presenter.stateProperty().get().message()).contains("ada-desk is offline");
        assertThat(host.reads()).isEmpty();
    }

    @Test
    void aBinaryFileIsNamedWithItsSize() {
        host.otherFile(file("a.jar", SessionFile.Kind.BINARY, 5_000_000), new byte[0]);
        FileViewerPresenter presenter = open("a.jar", 0);

        assertThat(phase(presenter)).isEqualTo(Phase.BINARY);
        assertThat(presenter.facts()).isEqualTo("4.8 MB");
    }

    @Test
    void aPictureThatIsTooLargeOrDamagedSaysSo() {
        host.otherFile(file("large.png", SessionFile.Kind.PICTURE, 9_000_000), new byte[0]);
        assertThat(open("large.png", 0).stateProperty().get().message())
                .contains("8.6 MB")
                .contains("8 MB");

        host.otherFile(file("damaged.png", SessionFile.Kind.PICTURE, 2_500), new byte[2_500]);
        FileViewerPresenter damaged = open("damaged.png", 0);
        assertThat(phase(damaged)).isEqualTo(Phase.FAILED);
        assertThat(damaged.stateProperty().get().message()).contains("damaged");
        assertThat(host.reads()).endsWith("damaged.png#0", "damaged.png#1000", "damaged.png#2000");
    }

    @Test
    void anAnswerThatArrivesAfterTheViewerWasClosedIsNotUsed() {
        host.textFile("a.txt", "x\n");
        host.holdReads();
        FileViewerPresenter presenter = open("a.txt", 0);
        presenter.close();
        host.releaseReads();

        assertThat(phase(presenter)).isEqualTo(Phase.LOADING);
    }

    @Test
    void theChangesThatTheAgentReportedAreKnown() {
        FileDiff diff = new FileDiff("a.txt", Diff.between("a\n", "b\n"), 0);
        assertThat(open("a.txt", 0, List.of(diff)).changesProperty().get()).containsExactly(diff);
    }

    private static SessionFile file(String path, SessionFile.Kind kind, long size) {
        return new SessionFile(path, kind, size, SampleHosts.NOW, "", null, "");
    }
}
