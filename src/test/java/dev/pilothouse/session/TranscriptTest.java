package dev.pilothouse.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.testing.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TranscriptTest {

    @Test
    void behavesAsASortedMapRestrictedToItsWindow() {
        Seeds.check(100, random -> {
            long start = 1 + random.nextInt(20);
            Transcript transcript = Transcript.of(List.of(), start);
            Map<Long, Item> expected = new TreeMap<>();
            for (int i = 0; i < 80; i++) {
                Item item = note(1 + random.nextInt(60), i);
                transcript = transcript.put(item);
                if (item.id().createdSeq() >= start) {
                    expected.put(item.id().createdSeq(), item);
                }
            }
            assertThat(transcript.items()).containsExactlyElementsOf(expected.values());
            for (long born = 1; born <= 61; born++) {
                assertThat(transcript.find(new ItemId(born)).orElse(null)).isEqualTo(expected.get(born));
                long limit = born;
                assertThat(transcript.countBefore(born)).isEqualTo((int)
                        expected.keySet().stream().filter(key -> key < limit).count());
            }
        });
    }

    @Test
    void aWindowOfAWindowIsTheSmallerWindow() {
        Transcript all = Transcript.of(notes(1, 50), 1);

        assertThat(all.last(30).last(10)).isEqualTo(all.last(10));
        assertThat(all.last(10).windowStart()).isEqualTo(41);
        assertThat(all.last(50)).isSameAs(all);
    }

    @Test
    void earlierItemsGoBeforeTheWindowAndOnlyThere() {
        Transcript window = Transcript.of(notes(21, 30), 21);

        Transcript grown = window.prepend(notes(11, 20), 11);

        assertThat(grown).isEqualTo(Transcript.of(notes(11, 30), 11));
        assertThat(window.prepend(List.of(), 1).windowStart()).isEqualTo(1);
        assertThatThrownBy(() -> window.prepend(notes(20, 21), 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> window.prepend(List.of(), 22)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Item> notes(int from, int to) {
        List<Item> notes = new ArrayList<>();
        for (int born = from; born <= to; born++) {
            notes.add(note(born, born));
        }
        return notes;
    }

    private static Item note(long born, long rev) {
        return new Item.NoteItem(new ItemId(born), rev, Instant.EPOCH, NoteLevel.INFO, "test", "note " + rev, "");
    }
}
