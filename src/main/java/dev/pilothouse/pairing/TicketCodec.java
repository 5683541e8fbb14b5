package dev.pilothouse.pairing;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.Scope;
import dev.pilothouse.pairing.TicketParseResult.Problem;
import dev.pilothouse.secure.PublicKey;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The binary format of a ticket; {@code docs/protocol.md} has the table. Numbers are big-endian; texts are a length
 * byte and UTF-8. Addresses have short forms, so that a host with many networks still fits into one QR code. Stateless.
 */
final class TicketCodec {
    static final String PREFIX = PairingTicket.PREFIX;

    private static final int VERSION = 1;
    private static final int TICKET_ID_BYTES = 8;

    private static final int WS_IPV4 = 1;
    private static final int WS_IPV6 = 2;
    private static final int WS_NAME = 3;
    private static final int WSS_NAME_443 = 4;
    private static final int WSS_NAME = 5;

    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
    /** Ids derived from a key. Other ids are allowed; for them only the pinned key distinguishes hosts. */
    private static final Pattern MADE_OF_A_KEY = Pattern.compile("h[0-9a-f]{16}");

    private static final HostText AGAIN = HostText.of(HostTextCode.TICKET_COPY_ALL, "./pilothouse ticket");

    private TicketCodec() {}

    static String format(PairingTicket ticket) {
        byte[] bytes = encode(ticket);
        if (bytes.length > PairingTicket.MAX_BYTES) {
            throw new IllegalArgumentException("A ticket of " + bytes.length + " bytes does not fit a QR code");
        }
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static int sizeOf(PairingTicket ticket) {
        return encode(ticket).length;
    }

    private static byte[] encode(PairingTicket ticket) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(PairingTicket.MAX_BYTES);
        out.write(VERSION);
        out.write(ticket.scope().ordinal());
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .putInt((int) ticket.expiresAt().getEpochSecond())
                .array());
        out.writeBytes(ticketId(ticket.ticketId()));
        out.writeBytes(ticket.secret().bytes());
        out.writeBytes(ticket.hostKey().bytes());
        writeText(out, ticket.hostId().value());
        writeText(out, ticket.hostName());
        out.write(ticket.urls().size());
        ticket.urls().forEach(url -> writeUrl(out, url));
        return out.toByteArray();
    }

    private static byte[] ticketId(String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        if (bytes.length != TICKET_ID_BYTES) {
            throw new IllegalArgumentException("A ticket's id has 8 bytes");
        }
        return bytes;
    }

    private static void writeText(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }

    private static void writeUrl(ByteArrayOutputStream out, BridgeUrl url) {
        boolean literal = url.isIpv6() || IPV4.matcher(url.host()).matches();
        if (!url.secure() && literal) {
            byte[] address = literalAddress(url.host());
            out.write(address.length == 4 ? WS_IPV4 : WS_IPV6);
            out.writeBytes(address);
        } else {
            out.write(!url.secure() ? WS_NAME : url.port() == 443 ? WSS_NAME_443 : WSS_NAME);
            writeText(out, url.host());
            if (url.secure() && url.port() == 443) {
                return;
            }
        }
        out.write(url.port() >>> 8);
        out.write(url.port());
    }

    private static byte[] literalAddress(String host) {
        try {
            // No DNS look-up, because the caller has checked that it is a literal.
            return InetAddress.getByName(host).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("Not an address: " + host, e);
        }
    }

    static TicketParseResult parse(String text) {
        String compact = text.replaceAll("\\s+", "");
        if (compact.isEmpty()) {
            return unreadable(
                    Problem.EMPTY, HostText.of(HostTextCode.TICKET_EMPTY).then(AGAIN));
        }
        if (!compact.toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
            return unreadable(
                    Problem.NOT_A_TICKET,
                    HostText.of(HostTextCode.TICKET_NONE, PREFIX).then(AGAIN));
        }
        try {
            ByteBuffer in = ByteBuffer.wrap(Base64.getUrlDecoder().decode(compact.substring(PREFIX.length())));
            if (in.hasRemaining() && in.get(0) != VERSION) {
                return unreadable(Problem.UNKNOWN_VERSION, HostText.of(HostTextCode.TICKET_NEWER));
            }
            PairingTicket ticket = decode(in);
            if (in.hasRemaining() || in.capacity() > PairingTicket.MAX_BYTES) {
                return damaged();
            }
            if (MADE_OF_A_KEY.matcher(ticket.hostId().value()).matches()
                    && !ticket.hostId().equals(PairingTicket.hostIdOf(ticket.hostKey()))) {
                return unreadable(
                        Problem.OTHER_KEY,
                        HostText.of(HostTextCode.TICKET_OTHER_KEY).then(AGAIN));
            }
            return new TicketParseResult.Ticket(ticket);
        } catch (BufferUnderflowException e) {
            return unreadable(
                    Problem.INCOMPLETE, HostText.of(HostTextCode.TICKET_CUT).then(AGAIN));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return damaged();
        }
    }

    private static TicketParseResult damaged() {
        return unreadable(
                Problem.DAMAGED, HostText.of(HostTextCode.TICKET_DAMAGED).then(AGAIN));
    }

    private static TicketParseResult unreadable(Problem problem, HostText text) {
        return new TicketParseResult.Unreadable(problem, text);
    }

    private static PairingTicket decode(ByteBuffer in) throws CharacterCodingException {
        in.get();
        int scope = in.get();
        if (scope < 0 || scope >= Scope.values().length) {
            throw new IllegalArgumentException("unknown scope");
        }
        Instant expiresAt = Instant.ofEpochSecond(Integer.toUnsignedLong(in.getInt()));
        String ticketId = Base64.getUrlEncoder().withoutPadding().encodeToString(take(in, TICKET_ID_BYTES));
        TicketSecret secret = TicketSecret.of(take(in, TicketSecret.LENGTH));
        byte[] key = take(in, PublicKey.LENGTH);
        String hostId = readText(in);
        // Untrusted text that is displayed before anything is authenticated.
        String hostName = PlainText.line(readText(in));
        int count = in.get();
        if (count < 1 || count > PairingTicket.MAX_URLS) {
            throw new IllegalArgumentException("1 to 8 addresses");
        }
        List<BridgeUrl> urls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            urls.add(readUrl(in));
        }
        return new PairingTicket(
                new HostId(hostId),
                hostName,
                PublicKey.of(key),
                urls,
                ticketId,
                secret,
                Scope.values()[scope],
                expiresAt);
    }

    private static BridgeUrl readUrl(ByteBuffer in) throws CharacterCodingException {
        int form = in.get();
        String host;
        switch (form) {
            case WS_IPV4:
                host = addressText(take(in, 4));
                break;
            case WS_IPV6:
                host = addressText(take(in, 16));
                break;
            case WS_NAME:
            case WSS_NAME_443:
            case WSS_NAME:
                host = readText(in);
                break;
            default:
                throw new IllegalArgumentException("unknown form of address");
        }
        int port = form == WSS_NAME_443 ? 443 : in.getShort() & 0xffff;
        return new BridgeUrl(form == WSS_NAME_443 || form == WSS_NAME, host, port);
    }

    private static String addressText(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }

    private static byte[] take(ByteBuffer in, int count) {
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }

    private static String readText(ByteBuffer in) throws CharacterCodingException {
        byte[] bytes = take(in, in.get() & 0xff);
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
