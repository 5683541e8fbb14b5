package dev.pilothouse.desktop.attack;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pilothouse.desktop.DesktopMain;
import dev.pilothouse.desktop.host.TestClient;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.pairing.PairingTicket;
import dev.pilothouse.pairing.TicketParseResult;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.WhenBusy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Runs the real program as a host in its own process, with full logging: pairing, prompts, a permission, a question, an
 * attachment, searches, a crash of the agent, a restart. Then searches all files and outputs for secrets.
 */
class SecretsIT {
    /** Part of every text; each place has its own suffix, so that a match identifies its source. */
    private static final String MARK = "zqx";

    /** The log contains the names of unknown message types. This one tries to forge a log line, in red. */
    private static final String FORGED = "odd\r\n2026 INFO all is well\u001b[31m\u202e";

    private static final Pattern TICKET = Pattern.compile("pilothouse://pair#[A-Za-z0-9_-]+");

    @TempDir
    Path root;

    @TempDir
    Path work;

    private final Identity self = Identity.generate();
    private final ListAppender<ILoggingEvent> clientLog = new ListAppender<>();
    private final Logger everything = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level before = everything.getLevel();
    private final List<PairingTicket> tickets = new ArrayList<>();
    private Process host;
    private int runs;

    @BeforeEach
    void listen() {
        clientLog.start();
        everything.addAppender(clientLog);
        everything.setLevel(Level.DEBUG);
    }

    @AfterEach
    void end() throws InterruptedException {
        everything.detachAppender(clientLog);
        everything.setLevel(before);
        stop();
    }

    private Path data() {
        return root.resolve("data");
    }

    private PairingTicket startHost() throws IOException {
        Path out = root.resolve("out-" + ++runs);
        host = new ProcessBuilder(
                        // The usual umask, independent of this machine's.
                        "sh",
                        "-c",
                        "umask 022; exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Dpilothouse.log.level=DEBUG",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DesktopMain.class.getName(),
                        "host",
                        "--data",
                        data().toString(),
                        "--port",
                        "0")
                .redirectOutput(out.toFile())
                .redirectError(root.resolve("err-" + runs).toFile())
                .start();
        Awaitility.await("a ticket of the host")
                .atMost(Duration.ofSeconds(60))
                .until(() -> TICKET.matcher(Files.readString(out)).find());
        Matcher found = TICKET.matcher(Files.readString(out));
        assertThat(found.find()).isTrue();
        PairingTicket ticket = ((TicketParseResult.Ticket) PairingTicket.parse(found.group())).ticket();
        tickets.add(ticket);
        return ticket;
    }

    private void stop() throws InterruptedException {
        host.destroy();
        if (!host.waitFor(30, TimeUnit.SECONDS)) {
            host.destroyForcibly();
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "checks permissions of POSIX")
    void noLogHoldsAKeyATicketOrAWordOfAConversationAndNobodyElseMayReadWhatIsKept() throws Exception {
        PairingTicket ticket = startHost();
        SessionId session;
        try (TestClient thief = TestClient.remote(PairedHost.of(ticket, Instant.EPOCH), Identity.generate())) {
            byte[] wrong = (MARK + "-wrong-secret").getBytes(StandardCharsets.US_ASCII);
            thief.send(new ClientMessage.Pair(
                    1, 1, MARK + "-app", ticket.ticketId(), Arrays.copyOf(wrong, 16), MARK + "-thief", ""));
            thief.awaitHeard(HostMessage.Bye.class);
        }
        try (TestClient phone = TestClient.paired(ticket, self, "Phone")) {
            phone.awaitHeard(HostMessage.Overview.class);
            session = live(phone);
        }
        stop();
        PairedHost again = PairedHost.of(startHost(), Instant.EPOCH);
        try (TestClient phone = TestClient.remote(again, self).hello()) {
            phone.subscribe(session);
            phone.awaitState(
                    session, "the past", state -> state.transcript().items().size() > 5);
            turn(phone, session, "/say " + MARK + "-after-restart");
        }
        stop();

        Map<String, byte[]> secrets = secrets();
        List<Path> files = files();
        assertThat(files).anyMatch(file -> file.endsWith("logs/host.log"));
        assertThat(Files.readString(data().resolve("logs/host.log"))).contains("DEBUG", "listens on port");
        assertThat(Files.readAllLines(data().resolve("logs/host.log")))
                .filteredOn(line -> line.contains("all is well"))
                .singleElement()
                .asString()
                .endsWith("odd??2026 INFO all is well?[31m?");
        for (Path file : files) {
            byte[] content = Files.readAllBytes(file);
            String text = new String(content, StandardCharsets.ISO_8859_1);
            String place = data().relativize(file).toString();
            // The two keys are only in their files, and texts only where conversations are stored.
            secrets.forEach((name, secret) -> {
                if (!place.equals(name)) {
                    assertNothingOf(place, name, secret, text);
                }
            });
            if (!place.startsWith("sessions/") && !place.startsWith("demo/")) {
                assertThat(text).as(place).doesNotContain(MARK);
            }
        }
        for (ILoggingEvent event : List.copyOf(clientLog.list)) {
            String line = event.getLoggerName() + " " + event.getFormattedMessage();
            assertThat(line).doesNotContain(MARK);
            secrets.forEach((name, secret) -> assertNothingOf("the client's log", name, secret, line));
        }
        assertThat(openToOthers()).isEmpty();
    }

    private SessionId live(TestClient phone) throws Exception {
        Files.writeString(work.resolve(MARK + "-file.txt"), "x");
        SessionId session = phone.session("demo", work.toString());
        phone.awaitState(session, "the agent", state -> state.activity().phase() == SessionPhase.IDLE);
        turn(phone, session, "/say " + MARK + "-prompt");
        phone.prompt(session, "/permission");
        Pending permission = open(phone, session);
        PendingOption first = permission.options().get(0);
        phone.done(new Intent.AnswerPending(session, permission.pendingId(), new Answer.Option(first.optionId())));
        awaitTurns(phone, session, 2);
        phone.prompt(session, "/question text");
        Pending question = open(phone, session);
        phone.done(new Intent.AnswerPending(session, question.pendingId(), new Answer.Text(MARK + "-answer")));
        awaitTurns(phone, session, 3);
        byte[] bytes = (MARK + "-attachment").getBytes(StandardCharsets.US_ASCII);
        BlobId blob = bring(phone, session, bytes);
        phone.done(new Intent.Prompt(
                session,
                "/say " + MARK + "-with",
                WhenBusy.QUEUE,
                List.of(
                        new Attachment.Blob(blob, MARK + "-name.txt", "text/plain", bytes.length, null),
                        new Attachment.ProjectFile(MARK + "-file.txt"))));
        awaitTurns(phone, session, 4);
        phone.done(new Intent.RenameSession(session, MARK + "-session"));
        RequestId search = TestClient.newRequestId();
        phone.send(new ClientMessage.Search(search, MARK + "-search", 10));
        phone.awaitHeard(HostMessage.SearchResults.class);
        phone.send(new ClientMessage.FindFiles(TestClient.newRequestId(), session, MARK + "-file"));
        phone.awaitHeard(HostMessage.Files.class);
        phone.send(new ClientMessage.ListDirectory(TestClient.newRequestId(), work + "/" + MARK + "-none"));
        phone.send(new ClientMessage.Unknown(FORGED));
        phone.done(new Intent.SetMode(session, "ask"));
        turn(phone, session, "/garbage " + MARK + "-garbage");
        phone.prompt(session, "/crash " + MARK + "-crash");
        phone.awaitState(session, "the crash", state -> state.activity().phase() == SessionPhase.FAILED);
        return session;
    }

    private static BlobId bring(TestClient phone, SessionId session, byte[] bytes) {
        RequestId id = TestClient.newRequestId();
        phone.send(new ClientMessage.PutBlob(
                id, session, "u", 0, bytes.length, Base64.getEncoder().encodeToString(bytes)));
        return phone.awaitHeard(HostMessage.BlobKept.class).blobId();
    }

    private static Pending open(TestClient phone, SessionId session) {
        return phone.awaitState(session, "a question", state -> !state.open().isEmpty())
                .open()
                .get(0)
                .pending();
    }

    private static void turn(TestClient phone, SessionId session, String prompt) {
        long before = turns(phone.state(session).orElseThrow());
        phone.prompt(session, prompt);
        awaitTurns(phone, session, before + 1);
    }

    private static void awaitTurns(TestClient phone, SessionId session, long count) {
        phone.awaitState(session, count + " turns", state -> turns(state) >= count);
    }

    private static long turns(SessionState state) {
        return state.transcript().items().stream()
                .filter(Item.TurnEndItem.class::isInstance)
                .count();
    }

    private Map<String, byte[]> secrets() throws IOException {
        Map<String, byte[]> secrets = new LinkedHashMap<>();
        secrets.put("host.key", Files.readAllBytes(data().resolve("host.key")));
        secrets.put("local.key", Files.readAllBytes(data().resolve("local.key")));
        secrets.put("the device's key", self.privateKey());
        for (PairingTicket ticket : tickets) {
            secrets.put(
                    "the secret of ticket " + ticket.ticketId(), ticket.secret().bytes());
        }
        secrets.values().forEach(secret -> assertThat(secret).hasSizeGreaterThanOrEqualTo(16));
        return secrets;
    }

    private void assertNothingOf(String place, String name, byte[] secret, String text) {
        List<String> forms = List.of(
                new String(secret, StandardCharsets.ISO_8859_1),
                HexFormat.of().formatHex(secret),
                Base64.getEncoder().withoutPadding().encodeToString(secret),
                Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
        for (String form : forms) {
            assertThat(text).as("%s in %s", name, place).doesNotContain(form);
        }
        for (PairingTicket ticket : tickets) {
            assertThat(text).as("a ticket in %s", place).doesNotContain(ticket.text());
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(data())) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    /** Files that other users can read. */
    private List<String> openToOthers() throws IOException {
        try (Stream<Path> all = Files.walk(data())) {
            List<String> open = new ArrayList<>();
            for (Path path : all.toList()) {
                String place = data().relativize(path).toString();
                String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
                if (!mode.equals(Files.isDirectory(path) ? "rwx------" : "rw-------")) {
                    open.add(place + " " + mode);
                }
            }
            return open;
        }
    }
}
