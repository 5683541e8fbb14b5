package dev.pilothouse.desktop.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.PairingRequest;
import dev.pilothouse.model.Scope;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairingTicket;
import dev.pilothouse.platform.Subscription;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.secure.PublicKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairingServiceTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_000_000), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private final PublicKey phone = Identity.generate().publicKey();
    private final PublicKey thief = Identity.generate().publicKey();
    private final List<PairingOutcome> later = new ArrayList<>();
    private final HostDescription card = new HostDescription(
            new HostId("h1"), "desk", Identity.generate().publicKey(), List.of(BridgeUrl.parse("ws://127.0.0.1:7717")));
    private long now = Long.MAX_VALUE - 1_000;
    private DeviceRegistry devices;
    private PairingService asking;
    private PairingService accepting;

    @BeforeEach
    void open() throws IOException {
        devices = DeviceRegistry.open(folder, Identity.generate().publicKey(), CLOCK);
        asking = new PairingService(devices, false, () -> now, CLOCK);
        accepting = new PairingService(devices, true, () -> now, CLOCK);
    }

    @Test
    void aProvedTicketIsEnoughWhereTheHostAcceptsByItself() {
        PairingTicket ticket = issue(accepting, Scope.ANSWER);
        PairingOutcome outcome = show(accepting, phone, ticket, "111111");

        assertThat(outcome).isInstanceOfSatisfying(PairingOutcome.Paired.class, paired -> {
            assertThat(paired.device().scope()).isEqualTo(Scope.ANSWER);
            assertThat(paired.device().name()).isEqualTo("Pocket");
        });
        assertThat(devices.find(phone)).isPresent();
    }

    @Test
    void aUsedTicketIsRefused() {
        PairingTicket ticket = issue(accepting, Scope.STEER);
        show(accepting, phone, ticket, "111111");

        assertRefused(ErrorCode.TICKET_USED, show(accepting, thief, ticket, "222222"));
        assertThat(devices.find(thief)).isEmpty();
    }

    private Path nothingCanBeStored() throws IOException {
        Files.deleteIfExists(folder.resolve("devices.json"));
        return Files.createDirectories(folder.resolve("devices.json/in-the-way"));
    }

    private static void everythingCanBeStored(Path inTheWay) throws IOException {
        Files.delete(inTheWay);
        Files.delete(inTheWay.getParent());
    }

    @Test
    void aDeviceThatCouldNotBeStoredIsToldTheCauseAndHasNotUsedItsTicket() throws IOException {
        PairingTicket ticket = issue(accepting, Scope.STEER);
        Path inTheWay = nothingCanBeStored();
        PairingOutcome.Refused refused = (PairingOutcome.Refused) show(accepting, phone, ticket, "111111");
        everythingCanBeStored(inTheWay);

        assertThat(refused.code()).isEqualTo(ErrorCode.JOURNAL_FAILED);
        assertThat(refused.sentence().text()).contains("could not store this device", "was not used");
        assertThat(show(accepting, phone, ticket, "111111")).isInstanceOf(PairingOutcome.Paired.class);
    }

    @Test
    void aDeviceThatCouldNotBeStoredWhenItWasAllowedMayAskAgainWithTheSameTicket() throws IOException {
        PairingTicket ticket = issue(asking, Scope.STEER);
        PairingRequest request = ((PairingOutcome.Asked) show(asking, phone, ticket, "111111")).request();
        Path inTheWay = nothingCanBeStored();
        assertThat(asking.approve(request.deviceId(), "111111", devices.local().key()))
                .isEqualTo(ApprovalResult.NOT_STORED);
        everythingCanBeStored(inTheWay);

        assertThat(later).hasSize(1).first().isInstanceOf(PairingOutcome.Refused.class);
        assertThat(asking.asking()).isEmpty();
        assertThat(show(asking, phone, ticket, "222222")).isInstanceOf(PairingOutcome.Asked.class);
        assertThat(asking.approve(request.deviceId(), "222222", devices.local().key()))
                .isEqualTo(ApprovalResult.DONE);
    }

    @Test
    void anUnknownTicketAndAWrongSecretAreRefusedAlike() {
        PairingTicket ticket = issue(accepting, Scope.STEER);
        ClientMessage.Pair wrong = new ClientMessage.Pair(1, 1, "app", ticket.ticketId(), new byte[16], "x", "");
        ClientMessage.Pair unknown = new ClientMessage.Pair(
                1, 1, "app", "AAAAAAAAAAA", ticket.secret().bytes(), "x", "");

        assertRefused(ErrorCode.TICKET_UNKNOWN, accepting.show(thief, wrong, "", "1", later::add));
        assertRefused(ErrorCode.TICKET_UNKNOWN, accepting.show(thief, unknown, "", "1", later::add));
        assertThat(show(accepting, phone, ticket, "1")).isInstanceOf(PairingOutcome.Paired.class);
    }

    @Test
    void threeWrongSecretsSpendATicket() {
        PairingTicket ticket = issue(accepting, Scope.STEER);
        ClientMessage.Pair wrong = new ClientMessage.Pair(1, 1, "app", ticket.ticketId(), new byte[16], "x", "");
        for (int i = 0; i < 3; i++) {
            accepting.show(thief, wrong, "", "1", later::add);
        }

        assertRefused(ErrorCode.TICKET_UNKNOWN, show(accepting, phone, ticket, "1"));
    }

    @Test
    void aTicketExpiresAfterTwoMinutesOfTheMonotonicClock() {
        PairingTicket first = issue(accepting, Scope.STEER);
        PairingTicket second = issue(accepting, Scope.STEER);
        now += PairingService.LIFETIME.toNanos() - 1;
        assertThat(show(accepting, phone, first, "1")).isInstanceOf(PairingOutcome.Paired.class);
        now += 1;

        assertRefused(ErrorCode.TICKET_EXPIRED, show(accepting, thief, second, "1"));
        assertThat(first.expiresAt()).isEqualTo(CLOCK.instant().plus(Duration.ofMinutes(2)));
    }

    @Test
    void atMostFourTicketsAreOutAndANewOneDisplacesTheOldest() {
        PairingTicket oldest = issue(accepting, Scope.STEER);
        PairingTicket second = issue(accepting, Scope.STEER);
        for (int i = 0; i < 3; i++) {
            issue(accepting, Scope.STEER);
        }

        assertRefused(ErrorCode.TICKET_EXPIRED, show(accepting, phone, oldest, "1"));
        assertThat(show(accepting, phone, second, "1")).isInstanceOf(PairingOutcome.Paired.class);
    }

    @Test
    void noTicketIsMadeWhileFourDevicesAsk() {
        for (int i = 0; i < 4; i++) {
            show(asking, Identity.generate().publicKey(), issue(asking, Scope.STEER), "1");
        }

        assertThat(asking.issue(Scope.STEER, card)).isEmpty();
        assertThat(asking.asking()).hasSize(4);
    }

    @Test
    void thePersonsYesWithTheRightCodeTakesTheDeviceIn() {
        PairingOutcome outcome = show(asking, phone, issue(asking, Scope.STEER), "123456");

        assertThat(outcome).isInstanceOfSatisfying(PairingOutcome.Asked.class, asked -> {
            assertThat(asked.request().code()).isEqualTo("123456");
            assertThat(asked.request().address()).isEqualTo("192.168.1.31");
        });
        assertThat(devices.find(phone)).isEmpty();
        assertThat(asking.approve(Device.idOf(phone), "654321", devices.local().key()))
                .isEqualTo(ApprovalResult.WRONG_CODE);
        assertThat(asking.approve(Device.idOf(phone), "123456", devices.local().key()))
                .isEqualTo(ApprovalResult.DONE);
        assertThat(later).singleElement().isInstanceOf(PairingOutcome.Paired.class);
        assertThat(devices.find(phone)).isPresent();
        assertThat(asking.approve(Device.idOf(phone), "123456", devices.local().key()))
                .isEqualTo(ApprovalResult.NOBODY_ASKS);
    }

    @Test
    void thePersonsNoSpendsTheTicket() {
        PairingTicket ticket = issue(asking, Scope.STEER);
        show(asking, phone, ticket, "1");

        assertThat(asking.refuse(Device.idOf(phone))).isEqualTo(ApprovalResult.DONE);
        assertThat(later).singleElement().satisfies(outcome -> assertRefused(ErrorCode.PAIRING_REFUSED, outcome));
        assertRefused(ErrorCode.PAIRING_REFUSED, show(asking, phone, ticket, "1"));
        assertThat(asking.refuse(Device.idOf(phone))).isEqualTo(ApprovalResult.NOBODY_ASKS);
    }

    @Test
    void aTicketBelongsToTheFirstKeyThatProvesIt() {
        PairingTicket ticket = issue(asking, Scope.STEER);
        show(asking, phone, ticket, "1");

        assertRefused(ErrorCode.TICKET_USED, show(asking, thief, ticket, "2"));
        assertThat(asking.asking()).extracting(PairingRequest::deviceId).containsExactly(Device.idOf(phone));
    }

    @Test
    void aDeviceThatComesBackWhileItAsksShowsItsNewCodeAndIsToldOnItsNewConnection() {
        PairingTicket ticket = issue(asking, Scope.STEER);
        List<PairingOutcome> first = new ArrayList<>();
        asking.show(phone, pair(ticket), "192.168.1.31", "111111", first::add);
        show(asking, phone, ticket, "222222");

        assertThat(asking.approve(Device.idOf(phone), "111111", devices.local().key()))
                .isEqualTo(ApprovalResult.WRONG_CODE);
        assertThat(asking.approve(Device.idOf(phone), "222222", devices.local().key()))
                .isEqualTo(ApprovalResult.DONE);
        assertThat(first).isEmpty();
        assertThat(later).hasSize(1);
    }

    @Test
    void aDeviceThatAsksHasTwoMinutesOfItsOwn() {
        PairingTicket ticket = issue(asking, Scope.STEER);
        now += PairingService.LIFETIME.toNanos() - 1;
        show(asking, phone, ticket, "1");
        now += PairingService.LIFETIME.toNanos() - 1;
        asking.expire();
        assertThat(asking.asking()).hasSize(1);
        now += 1;
        asking.expire();

        assertThat(later).singleElement().satisfies(outcome -> assertRefused(ErrorCode.TICKET_EXPIRED, outcome));
        assertThat(asking.asking()).isEmpty();
    }

    @Test
    void listenersHearWhoAsksUntilTheyAreClosed() {
        List<Integer> counts = new ArrayList<>();
        Subscription subscription = asking.listen(requests -> counts.add(requests.size()));
        show(asking, phone, issue(asking, Scope.STEER), "1");
        asking.refuse(Device.idOf(phone));
        subscription.close();
        show(asking, phone, issue(asking, Scope.STEER), "1");

        assertThat(counts).containsExactly(1, 0);
    }

    @Test
    void whatADeviceSaysOfItselfIsMadeFitToBeShown() {
        PairingTicket ticket = issue(asking, Scope.STEER);
        String hostile = "Po\ncket\u202E\u0007\u2028\u3164\u001b[2J" + "x".repeat(100);
        asking.show(
                phone,
                new ClientMessage.Pair(
                        1, 1, "app", ticket.ticketId(), ticket.secret().bytes(), hostile, "\n"),
                "",
                "1",
                later::add);

        PairingRequest request = asking.asking().get(0);
        assertThat(request.name()).startsWith("Po cket xxx").hasSize(64);
        assertThat(request.platform()).isEmpty();
    }

    private Device admin(Instant expiresAt) throws IOException {
        return devices.add(Identity.generate().publicKey(), "Admin", "", Scope.ADMIN, "", expiresAt);
    }

    private PairingTicket issue(PairingService service, Instant accessUntil, Device issuer) throws Exception {
        return service.issue(Scope.ADMIN, accessUntil, card, issuer.key()).orElseThrow();
    }

    @Test
    void aTicketEndsWithTheRightsOfTheDeviceThatMadeIt() throws Exception {
        Device revoked = admin(null);
        Device narrowed = admin(null);
        Device expired = admin(null);
        Device admin = admin(null);
        PairingTicket ofRevoked = issue(accepting, null, revoked);
        PairingTicket ofNarrowed = issue(accepting, null, narrowed);
        PairingTicket ofExpired = issue(accepting, null, expired);
        PairingTicket ofAdmin = issue(accepting, null, admin);
        devices.revoke(revoked.deviceId());
        devices.setScope(narrowed.deviceId(), Scope.STEER);
        devices.setExpiry(expired.deviceId(), CLOCK.instant());

        assertRefused(ErrorCode.TICKET_EXPIRED, show(accepting, thief, ofRevoked, "1"));
        assertRefused(ErrorCode.TICKET_EXPIRED, show(accepting, thief, ofNarrowed, "1"));
        assertRefused(ErrorCode.TICKET_EXPIRED, show(accepting, thief, ofExpired, "1"));
        assertThat(devices.find(thief)).isEmpty();
        assertThat(show(accepting, phone, ofAdmin, "1")).isInstanceOf(PairingOutcome.Paired.class);
    }

    @Test
    void whoAsksWithATicketIsTurnedAwayAtOnceWhenTheDeviceThatMadeItIsRevoked() throws Exception {
        Device admin = admin(null);
        show(asking, thief, issue(asking, null, admin), "1");

        devices.revoke(admin.deviceId());

        assertThat(later).singleElement().satisfies(outcome -> assertRefused(ErrorCode.TICKET_EXPIRED, outcome));
        assertThat(asking.asking()).isEmpty();
        assertThat(asking.approve(Device.idOf(thief), "1", devices.local().key()))
                .isEqualTo(ApprovalResult.NOBODY_ASKS);
        assertThat(devices.find(thief)).isEmpty();
    }

    @Test
    void anAdminWithAnEndGivesNoAccessThatLastsLonger() throws Exception {
        Instant end = CLOCK.instant().plusSeconds(3600);
        Device guest = admin(end);

        assertThatThrownBy(() -> issue(accepting, null, guest)).hasMessageContaining("ends at " + end);
        assertThatThrownBy(() -> issue(accepting, end.plusMillis(1), guest))
                .isInstanceOf(DeviceRegistry.BeyondRightsException.class);
        show(accepting, phone, issue(accepting, end, guest), "1");
        assertThat(devices.find(phone).orElseThrow().expiresAt()).isEqualTo(end);
    }

    @Test
    void anAdminWithAnEndLetsNobodyInForLonger() throws Exception {
        Instant end = CLOCK.instant().plusSeconds(3600);
        Device guest = admin(end);
        show(asking, phone, issue(asking, Scope.VIEW), "1");
        show(asking, thief, issue(asking, end, admin(null)), "2");

        assertThat(asking.approve(Device.idOf(phone), "1", guest.key())).isEqualTo(ApprovalResult.NOT_ALLOWED);
        assertThat(devices.find(phone)).isEmpty();
        assertThat(asking.approve(Device.idOf(thief), "2", guest.key())).isEqualTo(ApprovalResult.DONE);
        assertThat(asking.approve(Device.idOf(phone), "1", devices.local().key()))
                .isEqualTo(ApprovalResult.DONE);
        assertThat(devices.find(phone).orElseThrow().expiresAt()).isNull();
    }

    @Test
    void theEndThatAnAdminGetsAfterItMadeATicketHoldsForWhoPairsWithIt() throws Exception {
        Device admin = admin(null);
        PairingTicket ticket = issue(accepting, null, admin);
        Instant end = CLOCK.instant().plusSeconds(3600);
        devices.setExpiry(admin.deviceId(), end);

        show(accepting, phone, ticket, "1");

        assertThat(devices.find(phone).orElseThrow().expiresAt()).isEqualTo(end);
    }

    private PairingTicket issue(PairingService service, Scope scope) {
        return service.issue(scope, card).orElseThrow();
    }

    private static ClientMessage.Pair pair(PairingTicket ticket) {
        return new ClientMessage.Pair(
                1, 1, "app", ticket.ticketId(), ticket.secret().bytes(), "Pocket", "Android 16");
    }

    private PairingOutcome show(PairingService service, PublicKey key, PairingTicket ticket, String code) {
        return service.show(key, pair(ticket), "192.168.1.31", code, later::add);
    }

    private static void assertRefused(ErrorCode code, PairingOutcome outcome) {
        assertThat(outcome).isInstanceOfSatisfying(PairingOutcome.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.sentence().text()).endsWith("Make a new one on the host and try again.");
        });
    }
}
