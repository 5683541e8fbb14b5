package dev.pilothouse.desktop.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import dev.pilothouse.model.HostText;
import dev.pilothouse.protocol.Json;
import dev.pilothouse.protocol.RecordCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal of states after damage, and after a disk that refuses to write. */
class StateJournalTest {
    private record Thing(String id, Colour colour) {}

    private enum Colour {
        RED,
        BLUE
    }

    private static final RecordCodec<Thing> CODEC = io -> new Thing(
            io.put("id", Json.TEXT, Thing::id),
            io.put("colour", Json.text(Colour::valueOf, Colour::name), Thing::colour));

    @TempDir
    Path folder;

    private final FullableDisk disk = new FullableDisk();
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("things.jsonl");
    }

    private StateJournal.Opening<Thing> open() throws IOException {
        return StateJournal.open(disk, file, CODEC, 1, Thing::id);
    }

    private List<Thing> states() throws IOException {
        StateJournal.Opening<Thing> opening = open();
        opening.journal().close();
        return opening.states();
    }

    private void add(Thing... things) throws IOException {
        try (StateJournal<Thing> journal = open().journal()) {
            for (Thing thing : things) {
                journal.add(thing);
            }
        }
    }

    private void replace(String text, String other) throws IOException {
        Files.writeString(file, Files.readString(file).replace(text, other));
    }

    private List<Path> copies() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(path -> path.toString().contains(".damaged-")).toList();
        }
    }

    @Test
    void aRecordThatCannotBeReadIsSkippedAndTheLaterOnesStay() throws IOException {
        add(new Thing("a", Colour.RED), new Thing("b", Colour.RED), new Thing("c", Colour.BLUE));
        JournalLines.Line strange =
                JournalLines.encode(JsonParser.parseString("[{\"id\":\"b\",\"colour\":\"GREEN\",\"version\":1}]")
                        .getAsJsonArray());
        List<String> lines = Files.readAllLines(file);
        lines.set(1, StandardCharsets.UTF_8.decode(strange.bytes()).toString().strip());
        Files.writeString(file, String.join("\n", lines) + "\n");

        StateJournal.Opening<Thing> opening = open();
        opening.journal().close();

        assertThat(opening.states()).containsExactly(new Thing("a", Colour.RED), new Thing("c", Colour.BLUE));
        assertThat(copies())
                .singleElement()
                .satisfies(copy -> assertThat(Files.readString(copy)).contains("GREEN"));
        assertThat(opening.damage())
                .extracting(HostText::text)
                .singleElement()
                .asString()
                .contains("skipped: 1", "things.jsonl.damaged-1");
        assertThat(states()).hasSize(2);
        assertThat(copies()).hasSize(1);
    }

    @Test
    void aLineWithAWrongChecksumIsSkippedAndTheLaterOnesStay() throws IOException {
        add(new Thing("a", Colour.RED), new Thing("b", Colour.RED), new Thing("c", Colour.BLUE));
        replace("\"b\"", "\"x\"");

        assertThat(states()).extracting(Thing::id).containsExactly("a", "c");
        assertThat(copies()).hasSize(1);
    }

    @Test
    void anIncompleteLastLineIsCutOffWithoutACopy() throws IOException {
        add(new Thing("a", Colour.RED), new Thing("b", Colour.RED));
        Files.writeString(file, Files.readString(file).stripTrailing().substring(0, 70));

        assertThat(states()).extracting(Thing::id).containsExactly("a");
        assertThat(copies()).isEmpty();
    }

    @Test
    void aStateThatWasRefusedForAFailedSyncIsNotThereAtTheNextStart() throws IOException {
        StateJournal<Thing> journal = open().journal();
        journal.add(new Thing("a", Colour.RED));
        disk.refuseSync(true);
        assertThatThrownBy(() -> journal.add(new Thing("b", Colour.RED))).isInstanceOf(IOException.class);
        journal.close();
        disk.refuseSync(false);

        assertThat(states()).containsExactly(new Thing("a", Colour.RED));
    }

    @Test
    void aJournalWhoseSyncFailedOnceIsUsableWhenTheDiskIs() throws IOException {
        StateJournal<Thing> journal = open().journal();
        disk.refuseSync(true);
        assertThatThrownBy(() -> journal.add(new Thing("b", Colour.RED))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> journal.add(new Thing("c", Colour.RED))).isInstanceOf(IOException.class);
        disk.refuseSync(false);
        journal.add(new Thing("d", Colour.BLUE));
        journal.close();

        assertThat(states()).containsExactly(new Thing("d", Colour.BLUE));
    }
}
