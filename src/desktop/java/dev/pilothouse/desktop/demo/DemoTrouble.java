package dev.pilothouse.desktop.demo;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.pilothouse.desktop.rpc.RpcError;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** The scripts with errors, each modelled on the behaviour of a real agent. */
final class DemoTrouble {
    private static final String END = "end_turn";

    /** Not every Unix has the command. */
    private static final String OWN_SESSION = "command -v setsid >/dev/null && own=setsid; ";

    private DemoTrouble() {}

    static Object slow(DemoTurn turn) {
        int words = turn.number(60, 86_400) * 1000 / 300;
        for (int i = 1; i <= words; i++) {
            turn.chunk("agent_message_chunk", "word" + i + " ");
            turn.await(300);
        }
        return END;
    }

    static Object flood(DemoTurn turn) {
        int chunks = turn.number(10_000, 10_000_000);
        for (int i = 1; i <= chunks; i++) {
            turn.chunk("agent_message_chunk", i % 20 == 0 ? "c" + i + "\n" : "c" + i + " ");
        }
        return END;
    }

    static Object stderr(DemoTurn turn) {
        int megabytes = turn.number(1, 1024);
        byte[] block = new byte[64 * 1024];
        Arrays.fill(block, (byte) 'e');
        block[block.length - 1] = '\n';
        for (int i = 0; i < megabytes * 16; i++) {
            System.err.write(block, 0, block.length);
        }
        System.err.flush();
        turn.message("I have written " + megabytes + " MB to stderr.\n");
        return END;
    }

    static Object garbage(DemoTurn turn) {
        turn.message("Some garbage comes now.\n\n");
        DemoOutput output = turn.session().output();
        output.raw("npm WARN deprecated something@1.0.0\n".getBytes(StandardCharsets.UTF_8));
        output.raw("{\"jsonrpc\":\"2.0\",\"method\":\n".getBytes(StandardCharsets.UTF_8));
        output.raw(new byte[] {'b', 'a', 'd', ' ', (byte) 0xC3, (byte) 0x28, (byte) 0xFF, '\n'});
        output.raw("[]\n\n\"text\"\n{\"id\":424242,\"result\":{}}\n".getBytes(StandardCharsets.UTF_8));
        turn.message("That was it, and the session goes on.\n");
        return END;
    }

    static Object unknown(DemoTurn turn) {
        JsonObject weather = DemoSession.update("weather_report");
        weather.addProperty("wind", "north-west");
        turn.send(weather);
        JsonObject params = new JsonObject();
        params.addProperty("sessionId", turn.session().id());
        turn.session().peer().notify("_demo/heartbeat", params);
        String said = turn.ask("_demo/drainQueue", new JsonObject())
                .match(
                        result -> "The client knows more than it should.\n",
                        error -> "The client answered an unknown request with " + error.code() + ".\n",
                        lost -> "The client did not answer.\n");
        turn.message(said);
        return END;
    }

    static Object fail(DemoTurn turn) {
        turn.message("This will not end well.\n");
        return new RpcError(
                RpcError.INTERNAL_ERROR,
                "Internal error",
                Optional.of(new JsonPrimitive("the model is not in the mood")));
    }

    static Object refuse(DemoTurn turn) {
        turn.message("I would rather not.\n");
        return "refusal";
    }

    static Object limit(DemoTurn turn) {
        turn.message("And then the sailor said that");
        return "max_tokens";
    }

    static Object crash(DemoTurn turn) {
        turn.message("I feel a little\n");
        System.err.println("demo agent: fatal: the anchor is gone");
        System.err.flush();
        // Not exit: an orderly exit would answer the request first.
        Runtime.getRuntime().halt(7);
        return END;
    }

    static Object hang(DemoTurn turn) {
        turn.message("I do not listen to anybody now.\n");
        long deadline = System.nanoTime() + turn.number(60, 3600) * 1_000_000_000L;
        while (System.nanoTime() < deadline) {
            LockSupport.parkNanos(deadline - System.nanoTime());
        }
        return END;
    }

    static Object stray(DemoTurn turn) {
        String said = started(OWN_SESSION + "exec $own sleep 3600");
        turn.message(said.isEmpty() ? "A sleeper is running now.\n" : said);
        turn.await(3_600_000);
        return END;
    }

    static Object spawn(DemoTurn turn) {
        String said = started(OWN_SESSION + "sleep 3600 & $own sleep 3601 & exec sleep 3602");
        turn.message(said.isEmpty() ? "Three sleepers are running now.\n" : said);
        return END;
    }

    /**
     * Starts a shell command and detaches from it.
     *
     * @return the error text, or an empty one
     */
    private static String started(String command) {
        if (File.separatorChar == '\\') {
            return "I can do this only on Unix.\n";
        }
        try {
            new ProcessBuilder("sh", "-c", command)
                    .redirectInput(Redirect.from(new File("/dev/null")))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            return "";
        } catch (IOException refused) {
            return "The system did not let me: " + refused.getMessage() + "\n";
        }
    }
}
