package dev.pilothouse.desktop.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows replaces no file that is open, so a journal closes its file before it takes over a shorter one. */
class JournalFileReplacementTest {
    @TempDir
    Path folder;

    private final List<FileChannel> opened = new ArrayList<>();
    private final List<String> openWhenOpened = new ArrayList<>();

    private FileChannel open(Path path) throws IOException {
        openWhenOpened.add(opened.stream().filter(FileChannel::isOpen).count() + " open, "
                + (Files.exists(path) ? Files.readString(path).lines().count() : 0) + " lines");
        FileChannel channel = JournalFileSystem.REAL.open(path);
        opened.add(channel);
        return channel;
    }

    private JournalFile journal(String name, int... values) throws IOException {
        JournalFile file = JournalFile.open(this::open, folder.resolve(name), (records, offset) -> {})
                .file();
        for (int value : values) {
            append(file, value);
        }
        file.force();
        return file;
    }

    private static void append(JournalFile file, int value) throws IOException {
        JsonArray line = new JsonArray();
        line.add(value);
        file.append(line);
    }

    private List<Integer> values(String name) throws IOException {
        List<Integer> found = new ArrayList<>();
        JournalFile.open(
                        folder.resolve(name),
                        (records, offset) -> found.add(records.get(0).getAsInt()))
                .file()
                .close();
        return found;
    }

    @Test
    void both_files_are_closed_while_one_replaces_the_other() throws IOException {
        try (JournalFile file = journal("a", 1, 2, 3)) {
            file.replaceWith(journal("b", 3), this::open);
            assertThat(openWhenOpened).last().isEqualTo("0 open, 1 lines");
            append(file, 4);
            file.undoLast();
            append(file, 5);
        }
        assertThat(values("a")).containsExactly(3, 5);
        assertThat(folder.resolve("b")).doesNotExist();
    }

    @Test
    void file_that_cannot_be_replaced_goes_on_with_its_old_content() throws IOException {
        try (JournalFile file = journal("a", 1, 2, 3)) {
            JournalFile shorter = journal("b", 3);
            Files.delete(folder.resolve("b"));
            assertThatThrownBy(() -> file.replaceWith(shorter, this::open)).isInstanceOf(NoSuchFileException.class);
            append(file, 4);
        }
        assertThat(values("a")).containsExactly(1, 2, 3, 4);
    }
}
