package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts of a host on a data folder that was changed since its last run. */
class DataFolderStartIT {
    @TempDir
    Path place;

    private Path folder() {
        return place.resolve("data");
    }

    private static List<String> notices(TestHost host) {
        return host.manager().notices().stream().map(HostText::text).toList();
    }

    private static String failure(HostOptions options) {
        HostStartResult start = ServerManager.start(options);
        assertThat(start).isInstanceOf(HostStartResult.Failed.class);
        return ((HostStartResult.Failed) start).failure().text();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.toList()) {
                // A running host owns its lock; closing the lock file anywhere in this process would release it. A file
                // that the host is replacing may be missing.
                if (!file.endsWith("lock") && !file.toString().endsWith(".new")) {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                }
            }
        }
    }

    @Test
    void aHostOnACopyLeavesTheAgentsOfTheOriginalAloneAndSaysThatBothAreOneHost() throws Exception {
        try (TestHost original = TestHost.on(folder());
                TestClient client = original.local()) {
            SessionId session = client.session("demo", place.toString());
            client.awaitState(session, "idle", state -> state.activity().phase() == SessionPhase.IDLE);
            Path copy = place.resolve("copy");
            copy(folder(), copy);

            try (TestHost second = TestHost.on(copy)) {
                assertThat(notices(second))
                        .singleElement()
                        .satisfies(text -> assertThat(text)
                                .contains(copy.toString(), "is a copy of " + folder(), "--new-identity"));
            }
            assertThat(notices(original)).isEmpty();
            client.prompt(session, "/say still here");
            assertThat(client.awaitState(session, "the answer", state -> state.lastTurn() != null)
                            .transcript()
                            .items()
                            .toString())
                    .contains("still here")
                    .doesNotContain("crashed");
        }
    }

    @Test
    void aCopyThatIsGivenAnIdentityOfItsOwnIsAnotherHostAndSaysSoOnce() throws Exception {
        String originalId;
        try (TestHost original = TestHost.on(folder())) {
            originalId = original.manager().hostId().value();
        }
        Path copy = place.resolve("copy");
        copy(folder(), copy);
        HostStartResult start = ServerManager.start(TestHost.options(copy, 0).withNewIdentity(true));
        try (ServerManager own = ((HostStartResult.Started) start).host()) {
            assertThat(own.hostId().value()).isNotEqualTo(originalId);
            assertThat(own.notices()).singleElement().asString().contains("new identity");
        }
        assertThat(copy.resolve("host.key.replaced-1")).exists();
        try (TestHost again = TestHost.on(copy)) {
            assertThat(notices(again)).isEmpty();
        }
    }

    @Test
    void aFolderThatWasMovedIsNoCopy() throws Exception {
        TestHost.on(folder()).close();
        Path moved = Files.move(folder(), place.resolve("moved"));
        try (TestHost host = TestHost.on(moved)) {
            assertThat(notices(host)).isEmpty();
        }
    }

    @Test
    void aMissingKeyIsNoReasonForANewIdentityUnlessThatIsAskedFor() throws Exception {
        String before;
        try (TestHost host = TestHost.on(folder())) {
            host.device("phone", Scope.STEER).close();
            before = host.manager().hostId().value();
        }
        Path key = folder().resolve("host.key");
        byte[] saved = Files.readAllBytes(key);
        Files.delete(key);

        assertThat(failure(TestHost.options(folder(), 0)))
                .contains(key.toString(), "backup", "--new-identity", "paired again");
        assertThat(key).doesNotExist();

        Files.write(key, saved);
        try (TestHost restored = TestHost.on(folder())) {
            assertThat(restored.manager().hostId().value()).isEqualTo(before);
        }
        Files.delete(key);
        HostStartResult start =
                ServerManager.start(TestHost.options(folder(), 0).withNewIdentity(true));
        try (ServerManager other = ((HostStartResult.Started) start).host()) {
            assertThat(other.hostId().value()).isNotEqualTo(before);
            assertThat(other.notices()).singleElement().asString().contains("Pair its devices again");
        }
        assertThat(folder().resolve("devices.json.replaced-1")).exists();
    }

    @Test
    void aDeletedOrDamagedListOfDevicesIsSaidAtTheStart() throws Exception {
        try (TestHost first = TestHost.on(folder())) {
            assertThat(notices(first)).isEmpty();
            first.device("phone", Scope.STEER).close();
        }
        Path devices = folder().resolve("devices.json");
        Files.delete(devices);
        try (TestHost host = TestHost.on(folder())) {
            assertThat(notices(host)).singleElement().asString().contains("devices.json", "missing", "pair");
        }
        Files.writeString(devices, "{");
        try (TestHost host = TestHost.on(folder())) {
            assertThat(notices(host)).singleElement().asString().contains("damaged", "devices.json.damaged-1");
        }
        String newer = "{\"version\":2,\"devices\":[]}";
        Files.writeString(devices, newer);
        assertThat(failure(TestHost.options(folder(), 0))).contains(devices.toString(), "newer Pilothouse");
        assertThat(devices).hasContent(newer);
    }

    @Test
    void aSessionWhoseJournalCannotBeReadIsShownAsDamagedAndComesBackWithItsJournal() throws Exception {
        List<SessionId> ids = new ArrayList<>();
        try (TestHost host = TestHost.on(folder());
                TestClient client = host.local()) {
            for (int i = 0; i < 4; i++) {
                SessionId session = client.session("demo", place.toString());
                client.awaitState(session, "idle", state -> state.activity().phase() == SessionPhase.IDLE);
                ids.add(session);
            }
        }
        List<Path> journals = ids.stream()
                .map(id -> folder().resolve("sessions").resolve(id.value()).resolve("journal.jsonl"))
                .toList();
        String saved = Files.readString(journals.get(0));
        Files.writeString(journals.get(0), "x" + saved);
        Files.writeString(journals.get(1), "");
        Files.delete(journals.get(2));
        List<String> lines = new ArrayList<>(Files.readAllLines(journals.get(3)));
        lines.remove(1);
        String lost = String.join("\n", lines) + "\n";
        Files.writeString(journals.get(3), lost);
        Files.delete(journals.get(3).resolveSibling("index.jsonl"));

        try (TestHost host = TestHost.on(folder());
                TestClient client = host.local()) {
            HostMessage.Overview overview = client.awaitHeard(HostMessage.Overview.class);
            assertThat(overview.sessions())
                    .extracting(SessionSummary::sessionId)
                    .containsExactlyInAnyOrderElementsOf(ids);
            assertThat(overview.sessions()).allSatisfy(session -> {
                assertThat(session.activity().phase()).isEqualTo(SessionPhase.FAILED);
                assertThat(session.activity().detail())
                        .contains(
                                folder().resolve("sessions")
                                        .resolve(session.sessionId().value())
                                        .toString(),
                                "backup");
            });
            assertThat(journals.get(0)).hasContent("x" + saved);
            assertThat(journals.get(2)).doesNotExist();
            assertThat(journals.get(3)).hasContent(lost);

            Files.writeString(journals.get(0), saved);
            client.prompt(ids.get(0), "/say back again");
            client.done(new Intent.DeleteSession(ids.get(2)));
        }
        try (TestHost host = TestHost.on(folder());
                TestClient client = host.local()) {
            assertThat(client.awaitHeard(HostMessage.Overview.class).sessions())
                    .extracting(SessionSummary::sessionId)
                    .containsExactlyInAnyOrder(ids.get(0), ids.get(1), ids.get(3));
        }
    }

    @Test
    void aSecondHostIsRefusedAlsoIfTheFileOfTheLockWasDeleted() throws Exception {
        try (TestHost first = TestHost.on(folder());
                TestClient client = first.local()) {
            Files.delete(folder().resolve("lock"));

            assertThat(failure(TestHost.options(folder(), 0))).contains("Another Pilothouse host", folder().toString());
            assertThat(failure(TestHost.options(folder(), 0).withNewIdentity(true)))
                    .contains("Another Pilothouse host");
            assertThat(client.isLost()).isFalse();
        }
        TestHost.on(folder()).close();
    }

    @Test
    void aFolderOfANewerVersionIsRefusedAndNotTouched() throws Exception {
        TestHost.on(folder()).close();
        Path record = folder().resolve("folder.json");
        Files.writeString(record, "{\"version\":2,\"where\":\"elsewhere\"}");

        assertThat(failure(TestHost.options(folder(), 0))).contains(record.toString(), "newer Pilothouse");
        assertThat(record).hasContent("{\"version\":2,\"where\":\"elsewhere\"}");
    }

    @Test
    void aFolderOfAnEarlierVersionHasNoRecordAndIsTakenAsItIs() throws Exception {
        TestHost.on(folder()).close();
        Files.delete(folder().resolve("folder.json"));
        try (TestHost host = TestHost.on(folder())) {
            assertThat(notices(host)).isEmpty();
        }
        assertThat(folder().resolve("folder.json")).exists();
    }
}
