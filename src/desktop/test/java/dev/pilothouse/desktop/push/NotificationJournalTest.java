package dev.pilothouse.desktop.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotificationJournalTest {
    @TempDir
    Path folder;

    @Test
    void whatAnEarlierOrANewerVersionHasTriedIsNotTriedAgain() throws IOException {
        Path file = folder.resolve(NotificationJournal.FILE);
        Files.writeString(
                file, "{\"key\":\"old\",\"state\":\"SENT\"}\n{\"version\":2,\"key\":\"new\",\"state\":\"READ\"}\n");
        NotificationJournal journal = NotificationJournal.open(folder);

        assertThat(journal.find("old")).contains(NotificationJournal.State.SENT);
        assertThat(journal.begin("old")).isFalse();
        assertThat(journal.begin("new")).isFalse();
        assertThat(journal.begin("another")).isTrue();
        assertThat(NotificationJournal.open(folder).begin("new")).isFalse();
        assertThat(file).content().contains("\"version\":1");
    }
}
