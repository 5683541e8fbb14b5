package dev.pilothouse.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.Scope;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.testing.Fuzz;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Malformed input in place of a pasted or scanned ticket. */
class TicketFuzzTest {
    private static final String PREFIX = "pilothouse://pair#";
    private static final Pattern ADDRESS = Pattern.compile("wss?://[a-z0-9.:\\[\\]_-]+");
    private static final List<String> TICKETS = List.of(
            ticket(List.of(new BridgeUrl(false, "127.0.0.1", 7717))),
            ticket(List.of(
                    new BridgeUrl(false, "192.168.1.20", 7717),
                    new BridgeUrl(false, "fd00:0:0:0:0:0:0:1", 7717),
                    new BridgeUrl(false, "desk.local", 7717),
                    new BridgeUrl(true, "a.example", 443),
                    new BridgeUrl(true, "a.example", 8443))));
    private static final List<byte[]> RECORDS = TICKETS.stream()
            .map(text -> Base64.getUrlDecoder().decode(text.substring(PREFIX.length())))
            .toList();

    private static String ticket(List<BridgeUrl> urls) {
        return PairingTicket.fitting(
                        new HostId("h5c0ffee"),
                        "desk ü",
                        Identity.generate().publicKey(),
                        urls,
                        "AAECAwQFBgc",
                        TicketSecret.random(new SecureRandom()),
                        Scope.STEER,
                        Instant.ofEpochSecond(1_764_000_120))
                .text();
    }

    @Test
    void whateverIsPastedIsATicketOrASentence() {
        Fuzz.check(random -> assertReading(Fuzz.text(random, TICKETS)));
    }

    @Test
    void whateverTheRecordHoldsIsATicketOrASentence() {
        Fuzz.check(random -> assertReading(
                PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(Fuzz.bytes(random, RECORDS))));
    }

    private static void assertReading(String text) {
        TicketParseResult reading = PairingTicket.parse(text);
        if (reading instanceof TicketParseResult.Ticket read) {
            PairingTicket ticket = read.ticket();
            assertThat(ticket.urls()).hasSizeBetween(1, PairingTicket.MAX_URLS);
            assertThat(ticket.urls())
                    .allSatisfy(url -> assertThat(url.toString()).matches(ADDRESS));
            assertThat(PlainText.line(ticket.hostName())).isEqualTo(ticket.hostName());
            assertThat(PairingTicket.parse(ticket.text())).isEqualTo(reading);
        } else {
            assertThat(((TicketParseResult.Unreadable) reading).text()).isNotBlank();
        }
    }
}
