package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.StrictJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands that watch all sessions, or wait for some of them, on a real host that all tests share. */
@Timeout(120)
class WatchAllIT {

    @TempDir
    static Path folder;

    private static CommandHost host;

    @BeforeAll
    static void start() throws Exception {
        host = CommandHost.paired(folder);
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    private static List<JsonObject> objects(Line line) throws CodecException {
        List<JsonObject> objects = new ArrayList<>();
        for (String each : line.out().lines().toList()) {
            objects.add(StrictJson.parseObject(each));
            CommandSchema.check("watch", objects.get(objects.size() - 1));
        }
        return objects;
    }

    /** Watches all sessions in another thread. Returns when everything from now on is going to be printed. */
    private static CompletableFuture<Line> watching(String until) throws InterruptedException {
        CountDownLatch began = new CountDownLatch(1);
        CompletableFuture<Line> line = CompletableFuture.supplyAsync(() -> Line.runUntil(
                "Watching",
                began::countDown,
                "--json",
                "ctl",
                "--profile",
                host.profile(),
                "watch",
                "--all",
                "--until",
                until));
        assertThat(began.await(60, TimeUnit.SECONDS)).isTrue();
        return line;
    }

    private static Line end(CompletableFuture<Line> line)
            throws InterruptedException, ExecutionException, TimeoutException {
        return line.get(60, TimeUnit.SECONDS);
    }

    @Test
    void theUpdatesOfAllSessionsArePrintedFromNowOnOnceAndInOrder() throws Exception {
        String old = host.ended("/say long ago");
        CompletableFuture<Line> watching = watching("pendingAsked");
        String fresh = host.ended("/say brand new");
        host.json("ctl", "prompt", old, "/say once more");
        host.json("ctl", "wait", old);
        host.json("ctl", "prompt", old, "/question text");
        Line watched = end(watching);
        assertThat(watched.code()).as(watched.err()).isZero();
        List<JsonObject> updates = objects(watched);
        for (String session : List.of(old, fresh)) {
            List<Long> seqs = updates.stream()
                    .filter(each -> each.get("sessionId").getAsString().equals(session))
                    .map(each -> each.get("seq").getAsLong())
                    .toList();
            assertThat(seqs).isNotEmpty().isSorted().doesNotHaveDuplicates();
        }
        assertThat(watched.out())
                .contains("brand new", "once more", "sessionCreated")
                .doesNotContain("long ago");
    }

    @Test
    void watchingAllGoesOnOverARestartOfTheHost() throws Exception {
        String session = host.ended("/say before");
        CompletableFuture<Line> watching = watching("renamed");
        host.json("ctl", "pin", session);
        host.restart(() -> {});
        host.json("ctl", "rename", session, "After the restart");
        Line watched = end(watching);
        assertThat(watched.code()).as(watched.err()).isZero();
        assertThat(watched.out()).contains("After the restart");
        assertThat(watched.err()).contains("The link is lost", "The link is back");
    }

    @Test
    void waitingForAnyEndsWithTheFirstThatIsDone() throws Exception {
        String slow = host.session("--prompt", "/slow 60");
        String quick = host.session();
        String seq = host.object("ctl", "prompt", quick, "/say done").get("seq").getAsString();
        JsonArray ended = host.array("ctl", "wait", "--any", slow, quick);
        assertThat(ended).hasSize(1);
        assertThat(ended.get(0).getAsJsonObject().get("sessionId").getAsString())
                .isEqualTo(quick);
        assertThat(host.array("ctl", "wait", quick, "--after", seq)
                        .get(0)
                        .getAsJsonObject()
                        .get("reason")
                        .getAsString())
                .isEqualTo("idle");
        assertThat(host.failure(1, "ctl", "wait", slow, quick, "--timeout", "1s"))
                .isEqualTo("timeLimit");
        host.json("ctl", "close", slow);
    }

    @Test
    void waitingForAnyOfAllEndsWithOneThatNeedsAPerson() throws Exception {
        String asking = host.session("--prompt", "/question text");
        JsonObject first = host.array("ctl", "wait", "--any", asking).get(0).getAsJsonObject();
        assertThat(first.get("reason").getAsString()).isEqualTo("waiting");
        assertThat(host.text("ctl", "wait", "--any").out()).contains("  waiting  ");
        host.json("ctl", "close", asking);
    }

    @Test
    void whatCannotBeMeantIsWrongUsage() throws CodecException {
        for (String line : List.of(
                "watch",
                "watch s1 --all",
                "watch --all --after 3",
                "wait",
                "wait --any --after 3",
                "wait s --timeout 3")) {
            assertThat(host.failure(2, ("ctl " + line).split(" "))).as(line).isEqualTo("usage");
        }
    }
}
