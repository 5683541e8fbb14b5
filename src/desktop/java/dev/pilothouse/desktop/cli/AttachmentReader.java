package dev.pilothouse.desktop.cli;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.MimeTypeDetector;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.HostGateway;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Reads files of this computer and stores them on the host for a prompt. Owns the bytes; one thread. */
final class AttachmentReader {
    /** The largest file that a host takes, in bytes. */
    private static final int MAX_BYTES = 5 * 1024 * 1024;

    private static final long MAX_ALL = 12L * 1024 * 1024;
    private static final int MAX_FILES = 16;
    private static final int MAX_NAME = 120;
    private static final int PIECE = 256 * 1024;

    private final List<FileContent> files = new ArrayList<>();
    private final List<Attachment> inProject = new ArrayList<>();

    private record FileContent(String name, String mimeType, byte[] bytes) {}

    /**
     * Reads the files.
     *
     * @param names of files of this computer
     * @param paths of files of the session's directory, relative to it
     */
    AttachmentReader(List<String> names, List<String> paths) throws CommandFailure {
        if (names.size() + paths.size() > MAX_FILES) {
            throw CommandFailure.usage("A prompt takes at most " + MAX_FILES + " files.");
        }
        long all = 0;
        for (String name : names) {
            FileContent file = read(name);
            files.add(file);
            all += file.bytes.length;
        }
        if (all > MAX_ALL) {
            throw CommandFailure.usage("The files have more than " + MAX_ALL / (1024 * 1024) + " MiB together.");
        }
        paths.forEach(path -> inProject.add(new Attachment.ProjectFile(path)));
    }

    boolean isEmpty() {
        return files.isEmpty() && inProject.isEmpty();
    }

    private static FileContent read(String name) throws CommandFailure {
        try {
            Path path = Path.of(name);
            Path last = path.getFileName();
            if (last == null || !Files.isRegularFile(path)) {
                throw CommandFailure.usage("This is no file: " + name);
            }
            byte[] bytes;
            try (InputStream in = Files.newInputStream(path)) {
                bytes = in.readNBytes(MAX_BYTES + 1);
            }
            if (bytes.length == 0) {
                throw CommandFailure.usage("The file is empty: " + name);
            } else if (bytes.length > MAX_BYTES) {
                throw CommandFailure.usage("The file has more than " + MAX_BYTES / (1024 * 1024) + " MiB: " + name);
            }
            String picture = MimeTypeDetector.picture(bytes);
            String shown = Terminal.plainLine(last.toString());
            return new FileContent(
                    shown.length() <= MAX_NAME ? shown : shown.substring(shown.length() - MAX_NAME),
                    picture.isEmpty() ? MimeTypeDetector.other(shown, bytes) : picture,
                    bytes);
        } catch (IOException | InvalidPathException e) {
            throw CommandFailure.usage("The file cannot be read: " + name);
        }
    }

    /** Stores the content on the host and returns what the prompt refers to. */
    List<Attachment> store(HostConnection host, SessionId sessionId) throws CommandFailure {
        List<Attachment> attachments = new ArrayList<>();
        for (FileContent file : files) {
            attachments.add(new Attachment.Blob(
                    upload(host, sessionId, file.bytes), file.name, file.mimeType, file.bytes.length, null));
        }
        attachments.addAll(inProject);
        return attachments;
    }

    private static BlobId upload(HostConnection host, SessionId sessionId, byte[] bytes) throws CommandFailure {
        String upload = UUID.randomUUID().toString();
        for (int from = 0; from < bytes.length; from += PIECE) {
            int end = Math.min(bytes.length, from + PIECE);
            HostGateway.BlobPart part = host.value(host.client()
                    .host()
                    .putBlob(sessionId, upload, from, bytes.length, Arrays.copyOfRange(bytes, from, end)));
            if (part.blobId() != null) {
                return part.blobId();
            }
        }
        throw new CommandFailure(CommandFailure.OTHER, "uploadFailed", "The host did not store the file.");
    }
}
