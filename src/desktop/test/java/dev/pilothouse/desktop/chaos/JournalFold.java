package dev.pilothouse.desktop.chaos;

import dev.pilothouse.desktop.journal.JournalFileSystem;
import dev.pilothouse.desktop.journal.SessionJournal;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The content of a session's journal file, read from a copy while the host may be running.
 *
 * @param state the fold of all of it
 * @param digests of the fold up to the requested places
 */
record JournalFold(SessionState state, Map<Long, String> digests) {

    static JournalFold of(Path data, SessionId session, Set<Long> places) throws IOException {
        Path copy = Files.createTempFile("journal", ".jsonl");
        try {
            Files.write(
                    copy,
                    Files.readAllBytes(
                            data.resolve("sessions").resolve(session.value()).resolve("journal.jsonl")));
            List<JournaledUpdate> updates = new ArrayList<>();
            SessionJournal.open(JournalFileSystem.REAL, copy, updates::add)
                    .journal()
                    .close();
            Map<Long, String> digests = new HashMap<>();
            SessionState state = SessionState.empty(session);
            for (JournaledUpdate update : updates) {
                state = SessionReducer.apply(state, update);
                if (places.contains(state.seq())) {
                    digests.put(state.seq(), Digest.of(state));
                }
            }
            return new JournalFold(state, digests);
        } finally {
            Files.delete(copy);
        }
    }

    /** How often each token occurs, as a started prompt or as a queued one. */
    Map<String, Integer> tokens() {
        Map<String, Integer> counts = new HashMap<>();
        Stream.concat(
                        state.transcript().items().stream()
                                .filter(item -> item instanceof Item.UserItem user && user.cause() != null)
                                .map(item -> ((Item.UserItem) item).text()),
                        state.queue().stream().map(QueuedPrompt::text))
                .forEach(text -> counts.merge(text.substring(text.lastIndexOf(' ') + 1), 1, Integer::sum));
        return counts;
    }
}
