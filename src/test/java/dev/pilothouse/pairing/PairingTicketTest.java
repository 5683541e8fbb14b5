package dev.pilothouse.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.pairing.TicketParseResult.Problem;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.secure.PublicKey;
import dev.pilothouse.testing.Seeds;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairingTicketTest {
    private static final String PREFIX = "pilothouse://pair#";

    private final PublicKey key = Identity.generate().publicKey();
    private final TicketSecret secret = TicketSecret.random(new SecureRandom());

    @Test
    void everyTicketSurvivesItsText() {
        Seeds.check(200, random -> {
            List<BridgeUrl> urls = new ArrayList<>();
            for (int i = random.nextInt(8); i >= 0; i--) {
                urls.add(url(random));
            }
            PairingTicket ticket = PairingTicket.fitting(
                    new HostId("h" + random.nextInt(1_000_000)),
                    "Schreibtisch von Zoë " + random.nextInt(),
                    key,
                    urls,
                    Base64.getUrlEncoder().withoutPadding().encodeToString(Seeds.bytes(random, 8)),
                    secret,
                    Scope.values()[random.nextInt(4)],
                    Instant.ofEpochSecond(random.nextInt() & 0xffff_ffffL));

            assertThat(ticket.urls()).isNotEmpty();
            assertThat(ticket.text()).hasSizeLessThanOrEqualTo(PREFIX.length() + 347);
            assertThat(read(ticket.text())).isEqualTo(ticket);
        });
    }

    private static BridgeUrl url(Random random) {
        int port = 1 + random.nextInt(65_535);
        switch (random.nextInt(4)) {
            case 0:
                return new BridgeUrl(false, "192.168.1." + random.nextInt(256), port);
            case 1:
                return new BridgeUrl(false, "fd00::" + Integer.toHexString(random.nextInt(65_536)), port);
            case 2:
                return new BridgeUrl(true, "four-dashed-word-" + random.nextInt(99) + ".trycloudflare.com", 443);
            default:
                return new BridgeUrl(random.nextBoolean(), "desk.local", port);
        }
    }

    @Test
    void theBytesAreThoseOfTheProtocolDocument() {
        byte[] hostKey = HexFormat.of().parseHex("358072d6365880d1aeea329adf9121383851ed21a28e3b75e965d0d2cd166254");
        PairingTicket ticket = new PairingTicket(
                new HostId("h5c0ffee"),
                "desk",
                PublicKey.of(hostKey),
                List.of(
                        BridgeUrl.parse("ws://192.168.1.20:7717"),
                        BridgeUrl.parse("ws://[fd00::1]:7717"),
                        BridgeUrl.parse("ws://desk.local:7717"),
                        BridgeUrl.parse("wss://a.example"),
                        BridgeUrl.parse("wss://a.example:8443")),
                "AAECAwQFBgc",
                TicketSecret.of(HexFormat.of().parseHex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff")),
                Scope.STEER,
                Instant.ofEpochSecond(1_764_000_120));

        byte[] record = Base64.getUrlDecoder().decode(ticket.text().substring(PREFIX.length()));
        assertThat(HexFormat.of().formatHex(record))
                .isEqualTo("01" + "02" + "69248178" + "0001020304050607" + "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"
                        + "358072d6365880d1aeea329adf9121383851ed21a28e3b75e965d0d2cd166254"
                        + "08" + "6835633066666565" + "04" + "6465736b" + "05"
                        + "01c0a801141e25"
                        + "02fd0000000000000000000000000000011e25"
                        + "030a6465736b2e6c6f63616c1e25"
                        + "0409612e6578616d706c65"
                        + "0509612e6578616d706c6520fb");
    }

    @Test
    void whiteSpaceAroundAndInsideIsPassedOver() {
        PairingTicket ticket = ticket();
        String text = ticket.text();
        String wrapped = "  \n" + text.substring(0, 40) + "\r\n   " + text.substring(40) + "\t\n";

        assertThat(read(wrapped)).isEqualTo(ticket);
        assertThat(read(text.replace("pilothouse", "PilotHouse"))).isEqualTo(ticket);
    }

    @Test
    void everyCutTextIsUnreadableWithASentence() {
        String text = ticket().text();
        for (int length = 0; length < text.length(); length++) {
            TicketParseResult.Unreadable reading = unreadable(text.substring(0, length));
            assertThat(reading.text()).endsWith("./pilothouse ticket.");
        }
        assertThat(unreadable(text.substring(0, text.length() - 4)).problem()).isEqualTo(Problem.INCOMPLETE);
    }

    @Test
    void eachProblemIsToldApart() {
        String text = ticket().text();

        assertThat(unreadable(" \n ").problem()).isEqualTo(Problem.EMPTY);
        assertThat(unreadable("https://example.org/#x").problem()).isEqualTo(Problem.NOT_A_TICKET);
        assertThat(unreadable(PREFIX).problem()).isEqualTo(Problem.INCOMPLETE);
        assertThat(unreadable(text.replace(PREFIX, PREFIX + "*")).problem()).isEqualTo(Problem.DAMAGED);
        assertThat(unreadable(PREFIX + "Ag").problem()).isEqualTo(Problem.UNKNOWN_VERSION);
        assertThat(unreadable(PREFIX + "Ag").text()).contains("newer").contains("Update");
    }

    @Test
    void aTextWithTheIdOfOneHostAndTheKeyOfAnotherIsRefused() {
        PublicKey other = Identity.generate().publicKey();
        PairingTicket good = named(PairingTicket.hostIdOf(key));

        assertThat(read(good.text())).isEqualTo(good);
        assertThat(unreadable(named(PairingTicket.hostIdOf(other)).text()).problem())
                .isEqualTo(Problem.OTHER_KEY);
    }

    private PairingTicket named(HostId hostId) {
        return new PairingTicket(
                hostId,
                "desk",
                key,
                List.of(BridgeUrl.parse("ws://192.168.1.20:7717")),
                "AAECAwQFBgc",
                secret,
                Scope.STEER,
                Instant.ofEpochSecond(1_764_000_120));
    }

    @Test
    void bytesAfterTheEndAreDamage() {
        byte[] record = Base64.getUrlDecoder().decode(ticket().text().substring(PREFIX.length()));
        byte[] longer = Arrays.copyOf(record, record.length + 1);

        assertThat(unreadable(PREFIX + Base64.getUrlEncoder().encodeToString(longer))
                        .problem())
                .isEqualTo(Problem.DAMAGED);
    }

    @Test
    void noTextEscapesAsAnythingButAReading() {
        byte[] record = Base64.getUrlDecoder().decode(ticket().text().substring(PREFIX.length()));
        Seeds.check(500, random -> {
            byte[] changed = record.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            assertThat(PairingTicket.parse(PREFIX + Base64.getUrlEncoder().encodeToString(changed)))
                    .isNotNull();
        });
    }

    @Test
    void nothingPrintsTheSecret() {
        PairingTicket ticket = ticket();
        String shown = Base64.getUrlEncoder().withoutPadding().encodeToString(secret.bytes());

        assertThat(ticket + " " + secret + " " + PairingTicket.parse(ticket.text()))
                .doesNotContain(shown)
                .doesNotContain(HexFormat.of().formatHex(secret.bytes()))
                .doesNotContain(ticket.ticketId());
    }

    @Test
    void addressesThatDoNotFitAreLeftOutTheWorstFirst() {
        List<BridgeUrl> urls = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            urls.add(new BridgeUrl(true, "a-rather-long-name-of-a-tunnel-" + i + ".example.org", 443));
        }
        PairingTicket ticket = fitting(urls);

        assertThat(ticket.urls()).isEqualTo(urls.subList(0, ticket.urls().size()));
        assertThat(ticket.urls()).hasSizeBetween(2, 6);
        assertThat(read(ticket.text())).isEqualTo(ticket);
    }

    @Test
    void aLongHostNameIsCutBetweenCharacters() {
        PairingTicket ticket = PairingTicket.fitting(
                new HostId("h"),
                "\uD83D\uDE80".repeat(20),
                key,
                urls(),
                "AAECAwQFBgc",
                secret,
                Scope.VIEW,
                Instant.EPOCH);

        assertThat(ticket.hostName()).isEqualTo("\uD83D\uDE80".repeat(8));
        assertThat(ticket.hostName().getBytes(StandardCharsets.UTF_8)).hasSize(32);
    }

    @Test
    void addressesWithAnythingSecretOrStrangeInThemAreRefused() {
        for (String text : List.of(
                "http://a:1",
                "ws://user:pw@a:1",
                "ws://a:1/other",
                "ws://a:1?x=1",
                "ws://a:1#f",
                "ws://:1",
                "ws://a:70000",
                "ws://a b:1",
                "ws://[fe80::1%25eth0]:1",
                "a:1",
                "")) {
            assertThatThrownBy(() -> BridgeUrl.parse(text), "%s", text).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(BridgeUrl.parse("WS://Desk.Local:7717/bridge")).isEqualTo(new BridgeUrl(false, "desk.local", 7717));
        assertThat(BridgeUrl.parse("ws://[FD00::1]:7717")).hasToString("ws://[fd00:0:0:0:0:0:0:1]:7717");
        assertThat(BridgeUrl.parse("wss://a.example").endpoint()).isEqualTo("wss://a.example/bridge");
    }

    private PairingTicket ticket() {
        return fitting(urls());
    }

    private static List<BridgeUrl> urls() {
        return List.of(BridgeUrl.parse("ws://192.168.1.20:7717"), BridgeUrl.parse("wss://a.example"));
    }

    private PairingTicket fitting(List<BridgeUrl> urls) {
        return PairingTicket.fitting(
                new HostId("h1"), "desk", key, urls, "AAECAwQFBgc", secret, Scope.STEER, Instant.ofEpochSecond(9));
    }

    private static PairingTicket read(String text) {
        return PairingTicket.parse(text).match(TicketParseResult.Ticket::ticket, unreadable -> {
            throw new AssertionError(unreadable.text());
        });
    }

    private static TicketParseResult.Unreadable unreadable(String text) {
        return PairingTicket.parse(text)
                .match(
                        ticket -> {
                            throw new AssertionError("was read as " + ticket);
                        },
                        unreadable -> unreadable);
    }
}
