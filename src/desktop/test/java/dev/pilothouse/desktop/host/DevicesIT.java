package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pilothouse.model.AuditAction;
import dev.pilothouse.model.AuditEntry;
import dev.pilothouse.model.DeviceInfo;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.PairingRequest;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.pairing.PairingTicket;
import dev.pilothouse.pairing.TicketParseResult;
import dev.pilothouse.protocol.AdminCommand;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.ManualClock;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.WhenBusy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pairing over a real socket, the rights of devices, and their removal. */
class DevicesIT {
    @TempDir
    Path folder;

    @TempDir
    Path work;

    private TestHost host;

    @BeforeEach
    void start() {
        host = TestHost.on(folder);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private static HostMessage.Bye bye(TestClient client) {
        HostMessage.Bye bye = client.awaitHeard(HostMessage.Bye.class);
        client.awaitLost();
        return bye;
    }

    @Test
    void aPairedDeviceComesBackWithoutATicket() throws Exception {
        PairingTicket ticket = host.ticket(Scope.VIEW);
        Identity self = Identity.generate();
        try (TestClient first = TestClient.paired(ticket, self, "Phone")) {
            assertThat(first.awaitHeard(HostMessage.Welcome.class).scope()).isEqualTo(Scope.VIEW);
        }
        host.restart();
        PairedHost known = PairedHost.of(host.ticket(Scope.VIEW), Instant.EPOCH);
        try (TestClient again = TestClient.remote(known, self)) {
            again.hello();
        }
    }

    @Test
    void aTicketIsGoodOnce() throws Exception {
        PairingTicket ticket = host.ticket(Scope.STEER);
        try (TestClient first = TestClient.paired(ticket, Identity.generate(), "One")) {
            first.awaitHeard(HostMessage.Welcome.class);
            try (TestClient second = TestClient.paired(ticket, Identity.generate(), "Two")) {
                assertThat(bye(second).code()).isEqualTo(ErrorCode.TICKET_USED);
            }
            assertThat(first.isLost()).isFalse();
        }
    }

    @Test
    void aTicketWithAWrongSecretIsNoTicket() throws Exception {
        PairingTicket ticket = host.ticket(Scope.STEER);
        try (TestClient client = TestClient.remote(PairedHost.of(ticket, Instant.EPOCH), Identity.generate())) {
            client.send(new ClientMessage.Pair(1, 1, "test", ticket.ticketId(), new byte[16], "Thief", ""));

            assertThat(bye(client).code()).isEqualTo(ErrorCode.TICKET_UNKNOWN);
        }
    }

    @Test
    void aTicketOfTwoMinutesAgoHasExpired() throws Exception {
        host.close();
        ManualClock clock = new ManualClock();
        try (ServerManager timed = ((HostStartResult.Started)
                        ServerManager.start(TestHost.options(folder, 0), clock, clock::ticker))
                .host()) {
            PairingTicket ticket = TestHost.ticket(timed, Scope.STEER);
            clock.advance(Duration.ofSeconds(121));
            try (TestClient client = TestClient.paired(ticket, Identity.generate(), "Late")) {
                HostMessage.Bye bye = bye(client);

                assertThat(bye.code()).isEqualTo(ErrorCode.TICKET_EXPIRED);
                assertThat(bye.text()).contains("two minutes");
            }
        }
    }

    @Test
    void anUnknownKeyIsToldThatItIsNotPaired() throws Exception {
        try (TestClient client =
                TestClient.remote(PairedHost.of(host.ticket(Scope.VIEW), Instant.EPOCH), Identity.generate())) {
            client.send(new ClientMessage.Hello(1, 1, "test"));

            assertThat(bye(client).code()).isEqualTo(ErrorCode.NOT_PAIRED);
        }
    }

    @Test
    void anotherProtocolVersionIsToldBothRanges() throws Exception {
        try (TestClient client =
                TestClient.remote(PairedHost.of(host.ticket(Scope.VIEW), Instant.EPOCH), Identity.generate())) {
            client.send(new ClientMessage.Hello(7, 9, "test"));
            HostMessage.Bye bye = bye(client);

            assertThat(bye.code()).isEqualTo(ErrorCode.VERSION);
            assertThat(bye.min()).isEqualTo(1);
            assertThat(bye.text()).contains("7 to 9", "on the host");
        }
    }

    @Test
    void aRevokedDeviceIsCutOffAtOnceAndDoesNotComeBack() throws Exception {
        Identity self = Identity.generate();
        PairingTicket ticket = host.ticket(Scope.STEER);
        try (TestClient window = host.local();
                TestClient phone = TestClient.paired(ticket, self, "Phone")) {
            HostMessage.Welcome welcome = phone.awaitHeard(HostMessage.Welcome.class);
            assertThat(window.admin(new AdminCommand.Revoke(welcome.deviceId())))
                    .isInstanceOf(HostMessage.Ack.class);

            assertThat(bye(phone).code()).isEqualTo(ErrorCode.REVOKED);
            try (TestClient again = TestClient.remote(PairedHost.of(ticket, Instant.EPOCH), self)) {
                again.send(new ClientMessage.Hello(1, 1, "test"));
                assertThat(bye(again).code()).isEqualTo(ErrorCode.NOT_PAIRED);
            }
        }
        host.close();
        assertThat(Files.readString(folder.resolve("audit.jsonl"))).contains("\"paired\"", "\"revoked\"", "Phone");
    }

    @Test
    void aDeviceDoesOnlyWhatItsScopeCovers() throws Exception {
        try (TestClient window = host.local();
                TestClient viewer = host.device("Tablet", Scope.VIEW)) {
            SessionId session = window.session("demo", work.toString());
            viewer.subscribe(session);
            viewer.awaitState(session, "the session", state -> true);
            Intent.Prompt prompt = new Intent.Prompt(session, "/say no", WhenBusy.QUEUE);
            assertThat(viewer.refused(viewer.submit(prompt)).code()).isEqualTo(ErrorCode.FORBIDDEN);
            assertThat(viewer.admin(new AdminCommand.MakeTicket(Scope.ADMIN, null)))
                    .isInstanceOfSatisfying(
                            HostMessage.Failure.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.FORBIDDEN));

            DeviceInfo tablet = ((HostMessage.Devices) window.admin(new AdminCommand.ListDevices()))
                    .devices()
                    .get(0);
            assertThat(tablet.name()).isEqualTo("Tablet");
            assertThat(tablet.connected()).isTrue();
            window.admin(new AdminCommand.SetScope(tablet.deviceId(), Scope.STEER));
            assertThat(viewer.awaitHeard(HostMessage.ScopeChanged.class).scope())
                    .isEqualTo(Scope.STEER);
            viewer.ack(viewer.submit(prompt));
        }
    }

    @Test
    void aNarrowerScopeHoldsAtOnceOnTheConnectionThatIsUp() throws Exception {
        try (TestClient window = host.local();
                TestClient phone = host.device("Phone", Scope.ADMIN)) {
            SessionId session = window.session("demo", work.toString());
            Intent.Prompt prompt = new Intent.Prompt(session, "/say yes", WhenBusy.QUEUE);
            phone.ack(phone.submit(prompt));
            DeviceInfo self = deviceNamed(window, "Phone");

            window.admin(new AdminCommand.SetScope(self.deviceId(), Scope.ANSWER));

            assertThat(phone.refused(phone.submit(prompt)).code()).isEqualTo(ErrorCode.FORBIDDEN);
            assertThat(phone.admin(new AdminCommand.SetScope(self.deviceId(), Scope.ADMIN)))
                    .isInstanceOf(HostMessage.Failure.class);
            assertThat(phone.awaitHeard(HostMessage.ScopeChanged.class).scope()).isEqualTo(Scope.ANSWER);
            assertThat(phone.isLost()).isFalse();
        }
    }

    private static DeviceInfo deviceNamed(TestClient admin, String name) {
        // The newest list: earlier answers have been received too.
        return ((HostMessage.Devices) admin.admin(new AdminCommand.ListDevices()))
                .devices().stream()
                        .filter(device -> device.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void anotherNameIsSeenByAllAndInWhatTheDeviceDoesNext() throws Exception {
        try (TestClient window = host.local();
                TestClient phone = host.device("Phone", Scope.STEER)) {
            SessionId session = window.session("demo", work.toString());
            window.admin(
                    new AdminCommand.RenameDevice(deviceNamed(window, "Phone").deviceId(), "Ada's phone"));

            assertThat(window.admin(new AdminCommand.RenameDevice(
                            deviceNamed(window, "Ada's phone").deviceId(), "x".repeat(65))))
                    .isInstanceOfSatisfying(
                            HostMessage.Failure.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.BAD_REQUEST));

            phone.prompt(session, "/say yes");

            assertThat(deviceNamed(window, "Ada's phone").connected()).isTrue();
            window.awaitState(
                    session,
                    "the prompt",
                    state -> window.updates(session).stream()
                            .anyMatch(update -> update.cause() != null
                                    && update.cause().deviceName().equals("Ada's phone")));
        }
    }

    @Test
    void whenADevicesTimeIsOverItIsCutOffToldWhyAndComesBackOnlyWithMore() throws Exception {
        host.close();
        ManualClock clock = new ManualClock();
        Identity self = Identity.generate();
        try (ServerManager timed = ((HostStartResult.Started)
                                ServerManager.start(TestHost.options(folder, 0), clock, clock::ticker))
                        .host();
                TestClient window = TestClient.local(timed).hello()) {
            PairingTicket ticket = TestHost.ticket(timed, Scope.STEER);
            PairedHost known = PairedHost.of(ticket, Instant.EPOCH);
            Instant end = clock.instant().plus(Duration.ofHours(8));
            DeviceInfo phone;
            try (TestClient client = TestClient.paired(ticket, self, "Phone")) {
                client.awaitHeard(HostMessage.Overview.class);
                phone = deviceNamed(window, "Phone");
                assertThat(phone.expiresAt()).isNull();
                window.admin(new AdminCommand.SetExpiry(phone.deviceId(), end));
                clock.advance(Duration.ofHours(8).minusMillis(1));
                client.send(new ClientMessage.Ping(5));
                client.awaitHeard(HostMessage.Pong.class);
                assertThat(deviceNamed(window, "Phone").expiresAt()).isEqualTo(end);

                clock.advance(Duration.ofMillis(1));
                HostMessage.Bye bye = bye(client);

                assertThat(bye.code()).isEqualTo(ErrorCode.EXPIRED);
                assertThat(bye.text()).contains(end.toString(), "Ask for more time");
            }
            try (TestClient again = TestClient.remote(known, self)) {
                again.send(new ClientMessage.Hello(1, 1, "test"));
                assertThat(bye(again).code()).isEqualTo(ErrorCode.EXPIRED);
            }
            window.admin(new AdminCommand.SetExpiry(phone.deviceId(), null));
            try (TestClient again = TestClient.remote(known, self)) {
                again.hello();

                window.admin(new AdminCommand.SetExpiry(phone.deviceId(), clock.instant()));

                assertThat(bye(again).code()).as("its end is now").isEqualTo(ErrorCode.EXPIRED);
            }
            try (TestClient again = TestClient.paired(TestHost.ticket(timed, Scope.VIEW), self, "Phone")) {
                assertThat(again.awaitHeard(HostMessage.Welcome.class).scope())
                        .as("a new ticket is a new invitation")
                        .isEqualTo(Scope.VIEW);
            }
        }
    }

    @Test
    void theEndOfADevicesTimeOutlivesARestart() throws Exception {
        Identity self = Identity.generate();
        try (TestClient window = host.local();
                TestClient phone = TestClient.paired(host.ticket(Scope.STEER), self, "Phone")) {
            phone.awaitHeard(HostMessage.Overview.class);
            window.admin(new AdminCommand.SetExpiry(deviceNamed(window, "Phone").deviceId(), Instant.EPOCH));
            assertThat(bye(phone).code()).isEqualTo(ErrorCode.EXPIRED);
        }
        host.restart();
        try (TestClient again = TestClient.remote(PairedHost.of(host.ticket(Scope.VIEW), Instant.EPOCH), self)) {
            again.send(new ClientMessage.Hello(1, 1, "test"));
            assertThat(bye(again).code()).isEqualTo(ErrorCode.EXPIRED);
        }
    }

    @Test
    void ofTwoDevicesThatRaceWithOneTicketOneGetsIn() throws Exception {
        for (int round = 0; round < 10; round++) {
            PairingTicket ticket = host.ticket(Scope.VIEW);
            PairedHost known = PairedHost.of(ticket, Instant.EPOCH);
            try (TestClient one = TestClient.remote(known, Identity.generate());
                    TestClient two = TestClient.remote(known, Identity.generate())) {
                CyclicBarrier start = new CyclicBarrier(2);
                CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> getsIn(two, ticket, start));
                boolean first = getsIn(one, ticket, start);

                assertThat(List.of(first, second.get(30, TimeUnit.SECONDS))).containsExactlyInAnyOrder(true, false);
            }
        }
        try (TestClient window = host.local()) {
            assertThat(((HostMessage.Devices) window.admin(new AdminCommand.ListDevices())).devices())
                    .hasSize(10);
        }
    }

    private static boolean getsIn(TestClient client, PairingTicket ticket, CyclicBarrier start) {
        try {
            start.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        client.pair(ticket, "Racer");
        HostMessage answer = client.await(
                "an answer", message -> message instanceof HostMessage.Welcome || message instanceof HostMessage.Bye);
        if (answer instanceof HostMessage.Bye bye) {
            assertThat(bye.code()).isEqualTo(ErrorCode.TICKET_USED);
            return false;
        }
        return true;
    }

    @Test
    void strangersFromOneAddressOfTheNetworkAreTurnedAwayBeforeTheyCanGuess() throws Exception {
        Identity friend = Identity.generate();
        try (TestClient window = host.local();
                TestClient paired = TestClient.paired(host.ticket(Scope.VIEW), friend, "Friend")) {
            paired.awaitHeard(HostMessage.Welcome.class);
            window.admin(new AdminCommand.SetSharing(true));
            PairingTicket ticket = host.ticket(Scope.VIEW);
            Optional<BridgeUrl> lan = ticket.urls().stream()
                    .filter(url -> !url.host().startsWith("127.") && !url.secure())
                    .findFirst();
            assumeTrue(lan.isPresent(), "this machine has an address beside loopback");
            PairedHost there = new PairedHost(
                    ticket.hostId(), ticket.hostName(), ticket.hostKey(), List.of(lan.get()), Instant.EPOCH);
            for (int i = 0; i < 20; i++) {
                try (TestClient stranger = TestClient.remote(there, Identity.generate())) {
                    stranger.send(new ClientMessage.Pair(1, 1, "test", "AAECAwQFBgc", new byte[16], "Guesser", ""));
                    assertThat(bye(stranger).code()).isEqualTo(ErrorCode.TICKET_UNKNOWN);
                }
            }

            try (TestClient stranger = TestClient.remote(there, Identity.generate())) {
                stranger.awaitLost();
                assertThat(stranger.heard()).isEmpty();
            }
            try (TestClient again = TestClient.remote(there, friend)) {
                again.hello();
            }
        }
    }

    @Test
    void whatDevicesDoIsNotedWithoutWhatIsSaid() throws Exception {
        String secret = "correct horse battery staple";
        try (TestClient window = host.local();
                TestClient phone = host.device("Phone", Scope.STEER)) {
            SessionId session = phone.session("demo", work.toString());
            phone.prompt(session, "/say " + secret);
            phone.done(new Intent.RenameSession(session, secret));
            DeviceInfo self = deviceNamed(window, "Phone");
            window.admin(new AdminCommand.SetScope(self.deviceId(), Scope.VIEW));
            phone.refused(phone.submit(new Intent.Prompt(session, secret, WhenBusy.QUEUE)));
            phone.admin(new AdminCommand.SetSharing(true));
            phone.admin(new AdminCommand.ReadAudit(null, null, 5));

            HostMessage.Audit audit =
                    (HostMessage.Audit) window.admin(new AdminCommand.ReadAudit(null, self.deviceId(), 100));

            assertThat(audit.entries())
                    .extracting(AuditEntry::deed)
                    .containsExactly(
                            AuditAction.FORBIDDEN,
                            AuditAction.FORBIDDEN,
                            AuditAction.FORBIDDEN,
                            AuditAction.SCOPE_SET,
                            AuditAction.SESSION_RENAMED,
                            AuditAction.PROMPTED,
                            AuditAction.SESSION_CREATED,
                            AuditAction.PAIRED);
            assertThat(audit.entries())
                    .allSatisfy(entry -> assertThat(entry.address()).isNotEmpty());
            assertThat(audit.entries().get(3).deviceName()).isEqualTo("this computer");
            assertThat(Files.readString(folder.resolve("audit.jsonl"))).doesNotContain(secret, "battery");
        }
    }

    @Test
    void withoutAutoPairThePersonIsAskedAndComparesTheCode() throws Exception {
        host.close();
        HostOptions asking = new HostOptions(folder, 0, false, false, "Test host");
        try (ServerManager careful = ((HostStartResult.Started) ServerManager.start(asking)).host();
                TestClient window = TestClient.local(careful).hello();
                TestClient phone =
                        TestClient.paired(TestHost.ticket(careful, Scope.STEER), Identity.generate(), "Phone")) {
            String code = phone.awaitHeard(HostMessage.PairingPending.class).code();
            HostMessage.PairingAsked asked = window.awaitHeard(HostMessage.PairingAsked.class);
            PairingRequest request = asked.asking().get(0);
            assertThat(request.code()).isEqualTo(code).matches("\\d{6}");
            String wrong = code.equals("000000") ? "000001" : "000000";
            assertThat(window.admin(new AdminCommand.Approve(request.deviceId(), wrong)))
                    .isInstanceOf(HostMessage.Failure.class);
            assertThat(window.admin(new AdminCommand.Approve(request.deviceId(), code)))
                    .isInstanceOf(HostMessage.Ack.class);

            assertThat(phone.awaitHeard(HostMessage.Welcome.class).scope()).isEqualTo(Scope.STEER);
            phone.awaitHeard(HostMessage.Overview.class);
        }
    }

    @Test
    void aTicketLetsItsDeviceInForATimeAndTheLogSaysSo() throws Exception {
        Instant until = Instant.now().plus(Duration.ofHours(12)).truncatedTo(ChronoUnit.MILLIS);
        try (TestClient window = host.local()) {
            HostMessage.TicketMade made =
                    (HostMessage.TicketMade) window.admin(new AdminCommand.MakeTicket(Scope.ANSWER, until));
            assertThat(made.accessUntil()).isEqualTo(until);
            PairingTicket ticket = ((TicketParseResult.Ticket) PairingTicket.parse(made.ticket())).ticket();
            try (TestClient phone = TestClient.paired(ticket, Identity.generate(), "Guest")) {
                phone.awaitHeard(HostMessage.Overview.class);
                DeviceInfo guest = deviceNamed(window, "Guest");
                assertThat(guest.expiresAt()).isEqualTo(until);
                assertThat(guest.scope()).isEqualTo(Scope.ANSWER);
            }
            HostMessage.Audit audit = (HostMessage.Audit) window.admin(new AdminCommand.ReadAudit(null, null, 10));
            assertThat(audit.entries())
                    .filteredOn(entry -> entry.deed() == AuditAction.TICKET_MADE)
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.about()).isEqualTo("answer " + until));
        }
    }

    @Test
    void aDeviceWhoseTimeIsOverBeforeItPairsIsNotLetIn() throws Exception {
        host.close();
        ManualClock clock = new ManualClock();
        try (ServerManager timed = ((HostStartResult.Started)
                                ServerManager.start(TestHost.options(folder, 0), clock, clock::ticker))
                        .host();
                TestClient window = TestClient.local(timed).hello()) {
            assertThat(window.admin(new AdminCommand.MakeTicket(
                            Scope.STEER, clock.instant().minusSeconds(5))))
                    .isInstanceOfSatisfying(
                            HostMessage.Failure.class,
                            no -> assertThat(no.code()).isEqualTo(ErrorCode.BAD_REQUEST));
            Instant until = clock.instant().plusSeconds(2);
            HostMessage.TicketMade made =
                    (HostMessage.TicketMade) window.admin(new AdminCommand.MakeTicket(Scope.STEER, until));
            PairingTicket ticket = ((TicketParseResult.Ticket) PairingTicket.parse(made.ticket())).ticket();
            clock.advance(Duration.ofSeconds(3));
            try (TestClient late = TestClient.paired(ticket, Identity.generate(), "Late")) {
                assertThat(bye(late).code()).isEqualTo(ErrorCode.EXPIRED);
                assertThat(late.heard()).noneMatch(HostMessage.Overview.class::isInstance);
            }
        }
    }

    @Test
    void aTicketOfADeviceThatWasRevokedLetsNobodyIn() throws Exception {
        try (TestClient window = host.local();
                TestClient phone = host.device("Phone", Scope.ADMIN)) {
            HostMessage.TicketMade made =
                    (HostMessage.TicketMade) phone.admin(new AdminCommand.MakeTicket(Scope.ADMIN, null));
            PairingTicket ticket = ((TicketParseResult.Ticket) PairingTicket.parse(made.ticket())).ticket();

            window.admin(new AdminCommand.Revoke(deviceNamed(window, "Phone").deviceId()));

            try (TestClient heir = TestClient.paired(ticket, Identity.generate(), "Heir")) {
                HostMessage.Bye bye = bye(heir);
                assertThat(bye.code()).isEqualTo(ErrorCode.TICKET_EXPIRED);
                assertThat(bye.text()).contains("the device that made it");
            }
        }
    }

    @Test
    void whatARevokedDeviceHasQueuedIsNotSent() throws Exception {
        try (TestClient window = host.local();
                TestClient phone = host.device("Phone", Scope.STEER)) {
            SessionId session = window.session("demo", work.toString());
            window.prompt(session, "/slow 60");
            window.awaitState(session, "a turn", state -> state.activity().turn() != null);
            phone.ack(phone.submit(new Intent.Prompt(session, "/say of the phone", WhenBusy.QUEUE)));
            window.ack(window.submit(new Intent.Prompt(session, "/say of the window", WhenBusy.QUEUE)));

            window.admin(new AdminCommand.Revoke(deviceNamed(window, "Phone").deviceId()));
            TurnId slow = window.state(session).orElseThrow().activity().turn();
            window.done(new Intent.Cancel(session, slow));

            SessionState after = window.awaitState(
                    session,
                    "the window's turn is over",
                    state -> state.activity().phase() == SessionPhase.IDLE
                            && !state.lastTurn().turn().equals(slow));
            assertThat(after.transcript().items())
                    .filteredOn(Item.UserItem.class::isInstance)
                    .extracting(item -> ((Item.UserItem) item).text())
                    .containsExactly("/slow 60", "/say of the window");
            assertThat(after.transcript().items())
                    .filteredOn(Item.NoteItem.class::isInstance)
                    .singleElement()
                    .satisfies(note -> assertThat(((Item.NoteItem) note).text())
                            .contains("may not prompt", "“Phone”: /say of the phone"));
        }
    }

    @Test
    void anAdminWithAnEndIsRefusedWhatWouldOutlastItAndTheLogSaysSo() throws Exception {
        Instant end = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MILLIS);
        try (TestClient window = host.local();
                TestClient phone = host.device("Phone", Scope.ADMIN)) {
            DeviceInfo self = deviceNamed(window, "Phone");
            window.admin(new AdminCommand.SetExpiry(self.deviceId(), end));

            for (AdminCommand beyond : List.of(
                    new AdminCommand.SetExpiry(self.deviceId(), null), new AdminCommand.MakeTicket(Scope.VIEW, null))) {
                assertThat(phone.admin(beyond)).isInstanceOfSatisfying(HostMessage.Failure.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.FORBIDDEN);
                    assertThat(failure.text()).contains("ends at " + end);
                });
            }
            assertThat(phone.admin(new AdminCommand.MakeTicket(Scope.VIEW, end)))
                    .isInstanceOf(HostMessage.TicketMade.class);
            assertThat(deviceNamed(window, "Phone").expiresAt()).isEqualTo(end);
            HostMessage.Audit audit = (HostMessage.Audit) window.admin(new AdminCommand.ReadAudit(null, null, 10));
            assertThat(audit.entries())
                    .filteredOn(entry -> entry.deed() == AuditAction.FORBIDDEN)
                    .hasSize(2);
        }
    }

    @Test
    void theHostSaysGoodbyeWhenItCloses() throws Exception {
        try (TestClient phone = host.device("Phone", Scope.VIEW)) {
            host.close();

            assertThat(bye(phone).code()).isEqualTo(ErrorCode.SHUTTING_DOWN);
        }
    }

    @Test
    void aNinthConnectionOfADeviceTakesThePlaceOfTheOneThatIsSilentForLongest() throws Exception {
        Identity self = Identity.generate();
        PairingTicket ticket = host.ticket(Scope.VIEW);
        List<TestClient> clients = new ArrayList<>();
        try {
            clients.add(TestClient.paired(ticket, self, "Phone"));
            clients.get(0).awaitHeard(HostMessage.Overview.class);
            for (int i = 1; i < 8; i++) {
                clients.add(TestClient.remote(PairedHost.of(ticket, Instant.EPOCH), self)
                        .hello());
            }
            clients.get(0).send(new ClientMessage.Ping(7));
            clients.get(0).awaitHeard(HostMessage.Pong.class);
            TestClient ninth = TestClient.remote(PairedHost.of(ticket, Instant.EPOCH), self);
            clients.add(ninth);
            ninth.hello();

            assertThat(bye(clients.get(1)).code()).isEqualTo(ErrorCode.BUSY);
            clients.get(0).send(new ClientMessage.Ping(8));
            clients.get(0).await("the pong", new HostMessage.Pong(8)::equals);
            assertThat(clients.get(2).isLost()).isFalse();
        } finally {
            clients.forEach(TestClient::close);
        }
    }
}
