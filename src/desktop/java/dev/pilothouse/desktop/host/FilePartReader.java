package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.FilePart;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.SessionFile;
import dev.pilothouse.protocol.ClientMessage;
import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Reads parts of a session's files: lines of a text, and bytes of a picture. What a file is follows from its content and
 * not from its name. Every part is bounded, and so is the length of a line.
 *
 * <p>Reads the disk. Thread-safe; owns nothing.
 */
final class FilePartReader {
    static final int MAX_LINES = 2_000;
    static final int MAX_CHARACTERS = 256 * 1024;
    static final int MAX_LINE = 10_000;
    static final int MAX_PICTURE = 8 * 1024 * 1024;
    static final int PIECE = 512 * 1024;
    /** Bytes up to which the lines of a file are counted. */
    static final long COUNTED = 16 * 1024 * 1024;
    /** Characters of a text that can be read; the rest of a larger file cannot. */
    static final long MAX_SCANNED = 64 * 1024 * 1024;

    private static final int HEAD = 64 * 1024;
    private static final int MEGABYTE = 1024 * 1024;

    private final ProjectFolders folders;
    private final long counted;
    private final long scanned;

    FilePartReader(ProjectFolders folders) {
        this(folders, COUNTED, MAX_SCANNED);
    }

    /** Creates an instance with other limits of a file's size. */
    FilePartReader(ProjectFolders folders, long counted, long scanned) {
        this.folders = folders;
        this.counted = counted;
        this.scanned = scanned;
    }

    /** The form of a file's content. */
    private record Content(SessionFile.Kind kind, Charset encoding, int markBytes, String mimeType) {
        static Content binary() {
            return new Content(SessionFile.Kind.BINARY, StandardCharsets.UTF_8, 0, "");
        }

        static Content text(Charset encoding, int markBytes) {
            return new Content(SessionFile.Kind.TEXT, encoding, markBytes, "");
        }

        static Content picture(String mimeType) {
            return new Content(SessionFile.Kind.PICTURE, StandardCharsets.UTF_8, 0, mimeType);
        }
    }

    /** @param cancelled checked while it reads; if true, it ends with {@code CLOSED} */
    FilePart read(Path directory, ClientMessage.ReadFile question, BooleanSupplier cancelled)
            throws RefusedException, IOException {
        if (question.offset() < 0 || question.limit() < 0 || question.path().isEmpty()) {
            throw ProjectFolders.refused(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.FILE_PART_INVALID));
        }
        ProjectFolders.Place place = folders.find(directory, question.path());
        try (ProjectFolders.Opened file = folders.open(place)) {
            SeekableByteChannel channel = file.channel();
            byte[] head = head(channel);
            Content content = content(head);
            SessionFile about = new SessionFile(
                    place.relative(),
                    content.kind(),
                    channel.size(),
                    Instant.ofEpochMilli(file.attributes().lastModifiedTime().toMillis()),
                    content.kind() == SessionFile.Kind.TEXT ? content.encoding().name() : "",
                    null,
                    content.mimeType());
            if (question.binary()) {
                return picture(channel, about, question.offset());
            }
            if (content.kind() != SessionFile.Kind.TEXT) {
                return new FilePart(about, 0, List.of(), false, false, "");
            }
            channel.position(content.markBytes());
            return text(channel, content.encoding(), about, question, cancelled);
        }
    }

    private static byte[] head(SeekableByteChannel channel) throws IOException {
        ByteBuffer head = ByteBuffer.allocate((int) Math.min(HEAD, Math.max(0, channel.size())));
        while (head.hasRemaining() && channel.read(head) >= 0) {
            // A read may return less than it was asked for.
        }
        return Arrays.copyOf(head.array(), head.position());
    }

    private static FilePart picture(SeekableByteChannel channel, SessionFile about, long offset)
            throws IOException, RefusedException {
        if (about.kind() != SessionFile.Kind.PICTURE) {
            throw ProjectFolders.refused(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.ONLY_PICTURES_AS_BYTES));
        }
        if (about.size() > MAX_PICTURE) {
            throw ProjectFolders.refused(
                    ErrorCode.BAD_REQUEST,
                    HostText.of(
                            HostTextCode.PICTURE_TOO_LARGE,
                            (about.size() + MEGABYTE - 1) / MEGABYTE,
                            MAX_PICTURE / MEGABYTE));
        }
        ByteBuffer piece = ByteBuffer.allocate((int) Math.max(0, Math.min(PIECE, about.size() - offset)));
        channel.position(Math.min(offset, about.size()));
        while (piece.hasRemaining() && channel.read(piece) >= 0) {
            // A read may return less than it was asked for.
        }
        byte[] bytes = Arrays.copyOf(piece.array(), piece.position());
        return new FilePart(
                about,
                offset,
                List.of(),
                false,
                offset + bytes.length < about.size() && bytes.length > 0,
                Base64.getEncoder().encodeToString(bytes));
    }

    private FilePart text(
            SeekableByteChannel channel,
            Charset encoding,
            SessionFile about,
            ClientMessage.ReadFile question,
            BooleanSupplier cancelled)
            throws IOException, RefusedException {
        int limit = question.limit() == 0 ? MAX_LINES : Math.min(question.limit(), MAX_LINES);
        Page page = new Page(question.offset(), limit);
        CharsetDecoder decoder = encoding.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        Reader reader = Channels.newReader(channel, decoder, HEAD);
        char[] buffer = new char[HEAD];
        boolean count = about.size() <= counted;
        boolean whole = false;
        long read = 0;
        while (read < scanned && (count || !page.isFull())) {
            if (cancelled.getAsBoolean()) {
                throw ProjectFolders.refused(ErrorCode.CLOSED, HostText.of(HostTextCode.CONNECTION_ENDED));
            }
            int length = reader.read(buffer);
            if (length < 0) {
                whole = true;
                break;
            }
            read += length;
            page.add(buffer, length);
        }
        if (whole) {
            page.end();
        } else if (page.lines.isEmpty()) {
            throw ProjectFolders.refused(
                    ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.FILE_SHOWN_UP_TO, scanned / MEGABYTE));
        }
        boolean more = !whole || page.offset + page.lines.size() < page.line;
        SessionFile counted = new SessionFile(
                about.path(),
                about.kind(),
                about.size(),
                about.modified(),
                about.encoding(),
                whole ? page.line : null,
                about.mimeType());
        return new FilePart(counted, page.offset, page.lines, page.cut, more, "");
    }

    /** The lines of one part, collected while the text is read. Confined to one thread. */
    private static final class Page {
        private final long offset;
        private final int limit;
        private final List<String> lines = new ArrayList<>();
        private final StringBuilder current = new StringBuilder();
        /** The number of complete lines so far. */
        private long line;

        private int characters;
        private boolean cut;
        private boolean full;
        private boolean begun;
        private boolean afterReturn;

        Page(long offset, int limit) {
            this.offset = offset;
            this.limit = limit;
        }

        boolean isFull() {
            return full;
        }

        void add(char[] text, int length) {
            for (int i = 0; i < length; i++) {
                char letter = text[i];
                if (letter == '\n' && afterReturn) {
                    afterReturn = false;
                    continue;
                }
                afterReturn = letter == '\r';
                if (letter == '\n' || letter == '\r') {
                    endLine();
                } else {
                    begun = true;
                    if (line >= offset && !full && current.length() <= MAX_LINE) {
                        current.append(letter);
                    }
                }
            }
        }

        /** The text has ended. A last line without a line end counts too. */
        void end() {
            if (begun) {
                endLine();
            }
        }

        private void endLine() {
            if (line >= offset && !full) {
                boolean tooLong = current.length() > MAX_LINE;
                if (tooLong) {
                    int end = Character.isHighSurrogate(current.charAt(MAX_LINE - 1)) ? MAX_LINE - 1 : MAX_LINE;
                    current.setLength(end);
                    current.append('\u2026');
                }
                if (!lines.isEmpty() && characters + current.length() > MAX_CHARACTERS) {
                    full = true;
                } else {
                    cut |= tooLong;
                    characters += current.length() + 1;
                    lines.add(current.toString());
                    full = lines.size() == limit;
                }
            }
            current.setLength(0);
            begun = false;
            line++;
        }
    }

    /** Returns whether bytes begin as those of a picture that a client shows. */
    static boolean isPicture(byte[] head) {
        return content(head).kind() == SessionFile.Kind.PICTURE;
    }

    private static Content content(byte[] head) {
        if (begins(head, 0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a)) {
            return Content.picture("image/png");
        }
        if (begins(head, 0xff, 0xd8, 0xff)) {
            return Content.picture("image/jpeg");
        }
        if (begins(head, 'G', 'I', 'F', '8')) {
            return Content.picture("image/gif");
        }
        if (begins(head, 0xef, 0xbb, 0xbf)) {
            return Content.text(StandardCharsets.UTF_8, 3);
        }
        if (begins(head, 0xff, 0xfe)) {
            return Content.text(StandardCharsets.UTF_16LE, 2);
        }
        if (begins(head, 0xfe, 0xff)) {
            return Content.text(StandardCharsets.UTF_16BE, 2);
        }
        if (begins(head, '%', 'P', 'D', 'F', '-') || isBinary(head)) {
            return Content.binary();
        }
        return Content.text(isUtf8(head) ? StandardCharsets.UTF_8 : Charset.forName("windows-1252"), 0);
    }

    private static boolean begins(byte[] head, int... bytes) {
        if (head.length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((head[i] & 0xff) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /** No text has a zero byte, nor many control characters other than those of layout and colour. */
    private static boolean isBinary(byte[] head) {
        int odd = 0;
        for (byte each : head) {
            if (each == 0) {
                return true;
            }
            boolean layout =
                    each == '\t' || each == '\n' || each == '\r' || each == '\f' || each == '\b' || each == 0x1b;
            odd += each >= 0 && each < ' ' && !layout ? 1 : 0;
        }
        return odd * 10 > head.length;
    }

    /** The head may end within a character. */
    private static boolean isUtf8(byte[] head) {
        CharBuffer out = CharBuffer.allocate(head.length + 1);
        return !StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(head), out, head.length < HEAD)
                .isError();
    }
}
