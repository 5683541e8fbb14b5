package dev.pilothouse.ui.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FolderPresenterTest {
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final TestShell test = new TestShell();
    private final List<String> chosen = new ArrayList<>();

    private FolderPresenter at(String start, String... recent) {
        return new FolderPresenter(
                sample.local().link(), start, List.of(recent), test.keptValues(), Runnable::run, chosen::add);
    }

    private static List<String> names(FolderPresenter folders) {
        return folders.rows().stream().map(FolderPresenter.Row::name).toList();
    }

    @Test
    void itBeginsAtTheHomeFolderAndOpensFoldersAndTheirParents() {
        FolderPresenter folders = at("");
        assertThat(folders.pathProperty().get()).isEqualTo("/home/ada");

        folders.onRow(folders.rows().get(0));
        assertThat(folders.pathProperty().get()).isEqualTo("/home/ada/src");
        assertThat(names(folders)).containsExactly("shop", "api", "docs-site", "infrastructure");
        assertThat(folders.steps()).extracting(FolderPath.Step::name).containsExactly("/", "home", "ada", "src");

        folders.onParent();
        folders.onParent();
        folders.onParent();
        assertThat(folders.pathProperty().get()).isEqualTo("/");
        assertThat(folders.hasParent()).isFalse();

        folders.onHome();
        folders.onUse();
        assertThat(chosen).containsExactly("/home/ada");
    }

    @Test
    void aFolderWithAGitRepositoryIsMarked() {
        assertThat(at("/home/ada/src").rows())
                .filteredOn(FolderPresenter.Row::repository)
                .extracting(FolderPresenter.Row::name)
                .containsExactly("shop", "api");
    }

    @Test
    void theRecentFoldersComeFirstAndAreChosenAtOnce() {
        FolderPresenter folders = at("/home/ada", "/home/ada/src/api", "/srv/site");
        assertThat(names(folders)).containsExactly("api", "site", "src", "notes", "Downloads");

        folders.onRow(folders.rows().get(1));
        assertThat(chosen).containsExactly("/srv/site");

        folders.onRow(folders.rows().get(2));
        assertThat(folders.pathProperty().get()).isEqualTo("/home/ada/src");
        assertThat(folders.rows()).noneMatch(FolderPresenter.Row::recent);
    }

    @Test
    void aFolderThatCannotBeListedLeavesTheCurrentOneWithTheReason() {
        FolderPresenter folders = at("/home/ada/src");
        folders.onRow(folders.rows().get(2));
        assertThat(folders.pathProperty().get()).isEqualTo("/home/ada/src");
        assertThat(folders.problemProperty().get()).isEqualTo("/home/ada/src/docs-site is not there.");

        folders.onParent();
        assertThat(folders.problemProperty().get()).isEmpty();
    }

    @Test
    void aStartThatCannotBeListedOpensTheNearestFolderAboveIt() {
        FolderPresenter folders = at("/home/ada/src/lost/deep");
        assertThat(folders.pathProperty().get()).isEqualTo("/home/ada/src");
        assertThat(folders.problemProperty().get()).isEqualTo("/home/ada/src/lost/deep is not there.");
        assertThat(at("no path at all").pathProperty().get()).isEqualTo("/home/ada");
    }

    @Test
    void theFilterSelectsTheFirstMatchThatEnterOpens() {
        FolderPresenter folders = at("/home/ada/src");
        folders.filterProperty().set("S");
        assertThat(names(folders)).containsExactly("shop", "docs-site", "infrastructure");

        folders.onEnter();
        assertThat(folders.pathProperty().get()).isEqualTo("/home/ada/src/shop");
        assertThat(folders.filterProperty().get()).isEmpty();

        folders.onEnter();
        assertThat(chosen).containsExactly("/home/ada/src/shop");
    }

    @Test
    void enterChoosesNothingWhileTheFilterMatchesNothing() {
        FolderPresenter folders = at("/home/ada/src");
        folders.filterProperty().set("zzz");
        folders.onEnter();
        assertThat(chosen).isEmpty();
        assertThat(folders.nothing()).isEqualTo("No folder matches.");
    }

    @Test
    void hiddenFoldersAreShownByChoiceOrWhenADotIsTyped() {
        FolderPresenter folders = at("");
        assertThat(names(folders)).doesNotContain(".config");
        folders.filterProperty().set(".c");
        assertThat(names(folders)).containsExactly(".config");
        folders.filterProperty().set("");
        folders.hiddenProperty().set(true);
        assertThat(names(folders)).contains(".config");
        assertThat(names(at(""))).contains(".config");
    }

    @Test
    void thePathsOfWindowsHaveTheirOwnRoots() {
        assertThat(new FolderPath("C:\\Users\\ada").steps())
                .extracting(FolderPath.Step::path)
                .containsExactly("C:\\", "C:\\Users", "C:\\Users\\ada");
        assertThat(new FolderPath("C:\\").child("Users")).isEqualTo("C:\\Users");
        assertThat(new FolderPath("C:\\").parent()).isEmpty();
        assertThat(new FolderPath("\\\\server\\share\\work").parent()).contains("\\\\server\\share\\");
        assertThat(new FolderPath("\\\\server\\share\\").child("work")).isEqualTo("\\\\server\\share\\work");
    }
}
