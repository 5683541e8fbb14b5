package dev.pilothouse.desktop.demo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.rpc.RpcError;
import dev.pilothouse.desktop.rpc.RpcOutcome;
import dev.pilothouse.desktop.rpc.RpcRequest;
import dev.pilothouse.model.HostText;
import dev.pilothouse.pulse.NamedThreads;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One turn, on its own daemon thread: the steps that a script can use. Owns the request that started it and answers it
 * once. Confined to the turn's thread, except {@link #start} and {@link #cancel}. Ends with its script, or at the
 * script's next step after a cancel.
 */
final class DemoTurn {
    private final DemoSession session;
    private final RpcRequest request;
    private final String prompt;
    private final Thread thread;
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final CompletableFuture<RpcOutcome> cancelSignal = new CompletableFuture<>();
    private int characters;
    private int toolCalls;

    DemoTurn(DemoSession session, RpcRequest request, String prompt, String threadName) {
        this.session = session;
        this.request = request;
        this.prompt = prompt;
        this.thread = NamedThreads.create(threadName, this::run);
    }

    void start() {
        thread.start();
    }

    void cancel() {
        cancelled.countDown();
        cancelSignal.complete(new RpcOutcome.Closed(HostText.untranslated("The turn was cancelled.")));
    }

    DemoSession session() {
        return session;
    }

    /** Returns the prompt's text after the command. */
    String argument() {
        String line = prompt.strip();
        int space = line.indexOf(' ');
        return space < 0 ? "" : line.substring(space + 1).strip();
    }

    /** Returns the first number of the argument. */
    int number(int fallback, int most) {
        String digits = argument().replaceFirst("\\D.*", "");
        return digits.isEmpty() || digits.length() > 9 ? fallback : Math.min(most, Integer.parseInt(digits));
    }

    /** Streams a text in small pieces, as a model would. */
    void message(String text) {
        stream("agent_message_chunk", text);
    }

    /** Streams a thought. */
    void thought(String text) {
        stream("agent_thought_chunk", text);
    }

    private void stream(String kind, String text) {
        int at = 0;
        int size = 3;
        while (at < text.length()) {
            int end = Math.min(text.length(), at + size);
            if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
                end++;
            }
            chunk(kind, text.substring(at, end));
            pause(18);
            at = end;
            // Tokens are uneven; a fixed sequence keeps the demo reproducible.
            size = 3 + (size * 7 + 5) % 11;
        }
    }

    /** Sends one chunk without a pause. */
    void chunk(String kind, String text) {
        checkCancelled();
        characters += text.length();
        session.sendAndRecord(DemoSession.chunk(kind, text));
    }

    void send(JsonObject update) {
        checkCancelled();
        session.sendAndRecord(update);
    }

    /** Sends the whole plan, with the given number of steps done and the next one in progress. */
    void plan(List<String> steps, int done) {
        JsonArray entries = new JsonArray();
        for (int i = 0; i < steps.size(); i++) {
            JsonObject entry = new JsonObject();
            entry.addProperty("content", steps.get(i));
            entry.addProperty("priority", i == 0 ? "high" : "medium");
            entry.addProperty("status", i < done ? "completed" : i == done ? "in_progress" : "pending");
            entries.add(entry);
        }
        JsonObject update = DemoSession.update("plan");
        update.add("entries", entries);
        send(update);
    }

    /** Creates a tool call. */
    DemoTool tool(String kind, String title) {
        toolCalls++;
        return new DemoTool(this, "call-" + request.id().getAsString() + "-" + toolCalls, kind, title);
    }

    /** Sends a request to the client and waits for the answer, or for the turn to be cancelled. */
    RpcOutcome ask(String method, JsonObject params) {
        checkCancelled();
        params.addProperty("sessionId", session.id());
        CompletableFuture<RpcOutcome> answer = session.peer().request(method, params, Optional.empty());
        RpcOutcome outcome = CompletableFuture.anyOf(answer, cancelSignal)
                .thenApply(RpcOutcome.class::cast)
                .join();
        checkCancelled();
        return outcome;
    }

    /** Sends a permission request and returns the chosen option's id; empty if none was chosen. */
    Optional<String> permission(JsonObject toolCall, List<JsonObject> options) {
        JsonObject params = new JsonObject();
        params.add("toolCall", toolCall);
        params.add("options", DemoSession.array(options));
        return ask("session/request_permission", params)
                .match(
                        result -> JsonFields.of(result)
                                .object("outcome")
                                .filter(outcome ->
                                        outcome.text("outcome").orElse("").equals("selected"))
                                .flatMap(outcome -> outcome.text("optionId")),
                        error -> Optional.empty(),
                        lost -> Optional.empty());
    }

    /** Waits, adjusted to the speed setting. */
    void pause(long millis) {
        double speed = session.speed();
        if (speed > 0) {
            await(Math.round(millis / speed));
        }
        checkCancelled();
    }

    /** Waits in real time, whatever the speed. */
    void await(long millis) {
        try {
            if (millis > 0 && cancelled.await(millis, TimeUnit.MILLISECONDS)) {
                throw new Cancelled();
            }
        } catch (InterruptedException interrupted) {
            throw new Cancelled();
        }
    }

    /** Sends the usage so far. */
    void usage() {
        session.send(session.usage(characters));
    }

    private void checkCancelled() {
        if (cancelled.getCount() == 0) {
            throw new Cancelled();
        }
    }

    private void run() {
        Object end;
        try {
            end = DemoScript.of(prompt).run(this);
            usage();
        } catch (Cancelled stop) {
            end = "cancelled";
        } catch (RuntimeException bug) {
            bug.printStackTrace();
            end = new RpcError(RpcError.INTERNAL_ERROR, "The demo script failed.");
        }
        // Ends the turn before the answer: the client may send its next prompt at once.
        session.turnDone(characters);
        if (end instanceof RpcError error) {
            request.refuse(error);
        } else {
            JsonObject result = new JsonObject();
            result.addProperty("stopReason", end.toString());
            request.answer(result);
        }
    }

    /** Unwinds a script whose turn was cancelled. */
    private static final class Cancelled extends RuntimeException {
        private static final long serialVersionUID = 1;

        Cancelled() {
            super("cancelled", null, false, false);
        }
    }
}
