package dev.pilothouse.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedContentFolderTest {
    @TempDir
    Path device;

    private Path folder;
    private SharedContentFolder things;

    @BeforeEach
    void make() throws IOException {
        folder = Files.createDirectories(device.resolve("given"));
        things = new SharedContentFolder(folder);
    }

    private Path put(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aTextAndAPictureAreToldTogetherAndOnce() throws IOException {
        put("2~photo.jpg", "a picture");
        put("1~.txt", "Look at this.\n");

        SharedContent given = things.take();

        assertThat(given.text()).isEqualTo("Look at this.");
        assertThat(given.files()).singleElement().satisfies(file -> {
            assertThat(file).hasFileName("photo.jpg");
            assertThat(read(file)).isEqualTo("a picture");
        });
        assertThat(things.take()).isEqualTo(SharedContent.NOTHING);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatIsNotWholeYetWaits() throws IOException {
        Path part = put("1~photo.jpg.part", "half a pic");
        assertThat(things.take()).isEqualTo(SharedContent.NOTHING);

        Files.writeString(part, "a whole picture");
        Files.move(part, folder.resolve("1~photo.jpg"));

        assertThat(things.take().files()).hasSize(1);
    }

    @Test
    void twoOfOneNameAreTwo() throws IOException {
        put("1~photo.jpg", "one");
        put("2~photo.jpg", "two");

        assertThat(things.take().files())
                .extracting(SharedContentFolderTest::read)
                .containsExactly("one", "two");
    }

    @Test
    void whatWasTakenStaysUntilTheAppRunsAgain() throws IOException {
        put("1~photo.jpg", "one");
        Path taken = things.take().files().get(0);
        put("2~photo.jpg", "two");
        things.take();
        assertThat(taken).exists();

        new SharedContentFolder(folder).take();
        assertThat(taken).doesNotExist();
    }

    @Test
    void aTextThatIsTooLongIsAProblemAndGone() throws IOException {
        put("1~.txt", "x".repeat(SharedContent.MAX_CHARACTERS + 1));

        assertThat(things.take())
                .isEqualTo(
                        new SharedContent("", java.util.List.of(), java.util.List.of(SharedContent.Problem.TOO_LARGE)));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theLongestTextIsTakenWhateverItsLanguage() throws IOException {
        put("1~.txt", "\u6f22".repeat(SharedContent.MAX_CHARACTERS));

        assertThat(things.take().text()).hasSize(SharedContent.MAX_CHARACTERS);
    }

    @Test
    void whatCouldNotBeHandedOutIsNamed() throws IOException {
        put("1~.problem", "OTHER_KIND\n");
        put("2~.problem", "of a newer app");

        assertThat(things.take().problems())
                .containsExactly(SharedContent.Problem.OTHER_KIND, SharedContent.Problem.UNREADABLE);
    }

    @Test
    void onlySoManyComeAtOnceAndTheOthersNextTime() throws IOException {
        for (int i = 0; i < SharedContentFolder.MAX + 2; i++) {
            put(i + "~photo.jpg", "picture " + i);
        }

        assertThat(things.take().files()).hasSize(SharedContentFolder.MAX);
        assertThat(things.take().files()).hasSize(2);
    }

    @Test
    void linksAndFoldersAreNotFollowed() throws IOException {
        Path secret = Files.writeString(device.resolve("secret"), "a key");
        Files.createSymbolicLink(folder.resolve("1~photo.jpg"), secret);
        Files.createDirectories(folder.resolve("2~folder"));

        assertThat(things.take()).isEqualTo(SharedContent.NOTHING);
        assertThat(secret).exists();
    }

    @Test
    void oneThatCannotBeTakenIsToldOnceAndKeepsNoOtherBack() throws IOException {
        put("1~", "without a name");
        put("2~..", "no name either");
        put("3~photo.jpg", "a picture");

        SharedContent given = things.take();

        assertThat(given.files()).extracting(SharedContentFolderTest::read).containsExactly("a picture");
        assertThat(given.problems())
                .containsExactly(SharedContent.Problem.UNREADABLE, SharedContent.Problem.UNREADABLE);
        assertThat(things.take()).isEqualTo(SharedContent.NOTHING);
    }

    @Test
    void aFolderThatIsNotThereHoldsNothing() {
        assertThat(new SharedContentFolder(device.resolve("nowhere")).take()).isEqualTo(SharedContent.NOTHING);
    }

    @Test
    void wrongBytesDoNotBreakIt() throws IOException {
        Files.write(folder.resolve("1~.txt"), new byte[] {(byte) 0xff, 'a', (byte) 0xc3});

        assertThat(things.take().text().getBytes(StandardCharsets.UTF_8)).isNotEmpty();
    }
}
