package dev.pilothouse.desktop.bench;

import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One turn of the demo agent's flood in each of several concurrent sessions, from the prompt until a client's store
 * holds the last of them. A flood that lacks a single character fails.
 *
 * @param chunks of all sessions together
 * @param received bytes that the client received in that time
 */
record Flood(double millis, int chunks, long received) {

    static String prompt(int chunks) {
        return "/flood " + chunks;
    }

    static Flood through(BenchClient client, List<SessionId> sessions, int chunks) throws Exception {
        Map<SessionId, CompletableFuture<Long>> ends = new HashMap<>();
        for (SessionId session : sessions) {
            long before = client.state(session).seq();
            ends.put(session, client.when(session, state -> hasEndedSince(state, before)));
        }
        long received = client.received();
        long start = System.nanoTime();
        List<CompletableFuture<IntentResult>> prompts = sessions.stream()
                .map(session -> client.prompt(session, prompt(chunks)))
                .toList();
        for (CompletableFuture<IntentResult> prompt : prompts) {
            IntentResult result = prompt.get(BenchClient.PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!(result instanceof IntentResult.Accepted)) {
                throw new IllegalStateException("not accepted: " + result);
            }
        }
        long end = start;
        for (SessionId session : sessions) {
            end = Math.max(end, ends.get(session).get());
            requireWhole(client.state(session), chunks);
        }
        return new Flood((end - start) / 1e6, chunks * sessions.size(), client.received() - received);
    }

    private static boolean hasEndedSince(SessionState state, long seq) {
        return state.lastTurn() != null
                && state.lastTurn().seq() > seq
                && state.activity().turn() == null;
    }

    private static void requireWhole(SessionState state, int chunks) {
        List<Item.MessageItem> messages = new ArrayList<>();
        for (Item item : state.transcript().items()) {
            if (item instanceof Item.MessageItem message) {
                messages.add(message);
            }
        }
        int length = messages.get(messages.size() - 1).text().length();
        if (length != characters(chunks)) {
            throw new IllegalStateException(length + " characters came of " + characters(chunks));
        }
    }

    /** The length of a flood's text: a letter, a number and a space or a line feed for each chunk. */
    static int characters(int chunks) {
        int characters = 0;
        for (int i = 1; i <= chunks; i++) {
            characters += 2 + Integer.toString(i).length();
        }
        return characters;
    }

    double chunksPerSecond() {
        return chunks / millis * 1_000;
    }

    double bytesPerChunk() {
        return (double) received / chunks;
    }
}
