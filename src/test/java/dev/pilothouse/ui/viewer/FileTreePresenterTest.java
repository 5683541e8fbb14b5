package dev.pilothouse.ui.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.FileMatch;
import dev.pilothouse.model.FolderEntry;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostGateway.Reply;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.SampleHosts;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FileTreePresenterTest {
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final FakeHost host = sample.local();
    private final List<String> opened = new ArrayList<>();

    @BeforeEach
    void files() {
        host.folder("", folder("src"), file("a.txt"));
        host.folder("src", folder("main"), file("b.txt"));
        host.folder("src/main", file("c.txt"));
    }

    private static FolderEntry folder(String name) {
        return new FolderEntry(name, true, false, false, 0);
    }

    private static FolderEntry file(String name) {
        return new FolderEntry(name, false, false, false, 1);
    }

    private FileTreePresenter tree() {
        return new FileTreePresenter(host.link(), new SessionId("s1"), Runnable::run, opened::add);
    }

    private static List<String> paths(FileTreePresenter tree) {
        return tree.rows().stream().map(FileTreePresenter.Row::path).toList();
    }

    @Test
    void aReloadOfManyFoldersRequestsAFewAtATimeAndKeepsAllOpen() {
        host.folder("", folder("a"), folder("b"), folder("c"), folder("d"), folder("e"), folder("f"));
        List.of("a", "b", "c", "d", "e", "f").forEach(name -> host.folder(name, file("x.txt")));
        FileTreePresenter tree = tree();
        List.copyOf(tree.rows()).forEach(tree::onRow);
        List<String> open = paths(tree);
        assertThat(open).hasSize(12);
        int before = host.reads().size();
        host.holdReads();

        tree.onReload();

        assertThat(host.reads()).hasSize(before + FileTreePresenter.MAX_REQUESTS);
        host.releaseReads();
        assertThat(host.reads()).hasSize(before + 7);
        assertThat(paths(tree)).isEqualTo(open);
        assertThat(tree.loadingProperty().get()).isFalse();
    }

    @Test
    void aFolderIsListedWhenItIsOpenedAndForgottenWhenItIsClosed() {
        FileTreePresenter tree = tree();
        assertThat(host.reads()).containsExactly("/");
        assertThat(paths(tree)).containsExactly("src", "a.txt");

        tree.onRow(tree.rows().get(0));
        tree.onRow(tree.rows().get(1));
        assertThat(paths(tree)).containsExactly("src", "src/main", "src/main/c.txt", "src/b.txt", "a.txt");
        assertThat(tree.rows().get(2).depth()).isEqualTo(2);
        tree.onRow(tree.rows().get(0));
        tree.onRow(tree.rows().get(0));
        assertThat(paths(tree)).containsExactly("src", "src/main", "src/b.txt", "a.txt");
        assertThat(host.reads()).containsExactly("/", "src/", "src/main/", "src/");
    }

    @Test
    void aFileIsOpened() {
        FileTreePresenter tree = tree();
        tree.onRow(tree.rows().get(1));
        assertThat(opened).containsExactly("a.txt");
    }

    @Test
    void aFilterListsMatchesAndAFolderOfThemOpensInTheTree() {
        host.files(List.of(new FileMatch("src/main", true), new FileMatch("src/main/c.txt", false)));
        FileTreePresenter tree = tree();
        tree.filterProperty().set("main");
        assertThat(paths(tree)).containsExactly("src/main", "src/main/c.txt");

        tree.onRow(tree.rows().get(0));
        assertThat(tree.filterProperty().get()).isEmpty();
        assertThat(paths(tree)).containsExactly("src", "src/main", "src/main/c.txt", "src/b.txt", "a.txt");
    }

    @Test
    void aFolderThatCannotBeListedSaysWhyAndTheOthersStay() {
        FileTreePresenter tree = tree();
        host.refuseReads(new Reply.Refused<>(ErrorCode.BAD_REQUEST, "The host may not read src."));
        tree.onOpen(tree.rows().get(0));

        assertThat(tree.problemProperty().get()).isEqualTo("The host may not read src.");
        assertThat(paths(tree)).containsExactly("src", "a.txt");
    }

    @Test
    void withoutAConnectionNothingIsRequested() {
        host.connection(new ConnectionState.Lost("gone", SampleHosts.NOW, SampleHosts.NOW));
        FileTreePresenter tree = tree();

        assertThat(tree.problemProperty().get()).startsWith("ada-desk is offline");
        assertThat(tree.nothing()).isEmpty();
        assertThat(host.reads()).isEmpty();
    }
}
