package dev.pilothouse.desktop.acp;

import dev.pilothouse.desktop.agent.AgentAdapter;
import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.catalog.ShellAgents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.Semaphore;

/**
 * An adapter in its own JVM, with a small heap, whose agent floods both its pipes while no event is consumed. Prints
 * {@code ready}, then {@code blocked} once an event is not consumed. For each number that it reads, it consumes so many
 * events and prints the heap in use.
 */
final class FloodProcess {
    private static final String FLOOD = """
            on_prompt() {
              echo $$ > flooder
              head -c 65536 /dev/zero | tr '\\0' x > text
              text=$(cat text)
              while :; do
                echo '{"jsonrpc":"2.0","method":"session/update","params":{"sessionId":"s","update":{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"'"$text"'"}}}}'
                echo "$text" >&2
              done
            }
            """;

    private FloodProcess() {}

    public static void main(String[] arguments) throws Exception {
        Semaphore room = new Semaphore(0);
        Semaphore ready = new Semaphore(0);
        try (ShellAgents agents =
                ShellAgents.in(Path.of(arguments[0]), Map.of("PATH", System.getenv("PATH")), ShellAgents.QUICK)) {
            AgentAdapter agent = agents.agent(FLOOD + ShellAgents.LISTENS, "", event -> {
                if (event instanceof AgentEvent.Ready) {
                    ready.release();
                } else if (event instanceof AgentEvent.StartFailed failed) {
                    say(failed.text());
                    System.exit(1);
                } else if (event instanceof AgentEvent.MessageChunk && !room.tryAcquire()) {
                    say("blocked");
                    room.acquireUninterruptibly();
                }
            });
            agent.start();
            ready.acquire();
            say("ready");
            agent.prompt("flood");
            try (Scanner in = new Scanner(System.in, StandardCharsets.UTF_8)) {
                while (in.hasNextInt()) {
                    room.release(in.nextInt());
                    System.gc();
                    Runtime java = Runtime.getRuntime();
                    say("heap " + (java.totalMemory() - java.freeMemory()));
                }
            }
            // A thread that waits for room must not keep the adapter from ending.
            room.release(Integer.MAX_VALUE / 2);
            agent.close();
            say("closed "
                    + Files.exists(Path.of(
                            "/proc",
                            Files.readString(agents.work().resolve("flooder")).strip())));
        }
    }

    private static void say(String word) {
        System.out.println(word);
        System.out.flush();
    }
}
