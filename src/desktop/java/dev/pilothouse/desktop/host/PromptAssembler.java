package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.agent.PromptPart;
import dev.pilothouse.desktop.bridge.SessionFiles;
import dev.pilothouse.desktop.journal.BlobStore;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.PromptSupport;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.session.SessionInfo;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Validates prompts and creates their parts for the agent. Content types that the agent does not accept are sent as a
 * link to a file on the host, which the agent can open.
 *
 * <p>Owns only its reference to the session's blobs. Confined to the session's lane, where it reads files.
 */
final class PromptAssembler {
    private static final Logger LOG = LoggerFactory.getLogger(PromptAssembler.class);

    /** UTF-16 units. Each takes at most six bytes of JSON, so a prompt with its attachments fits into one update. */
    static final int MAX_PROMPT = 60_000;

    static final int MAX_BLOBS = 8;
    static final int MAX_FILES = 20;
    /** Of all blobs of a prompt together. In base64 it still fits into the queue for an agent's stdin. */
    static final long MAX_BYTES = 12L * 1024 * 1024;

    /** Texts of up to this size are embedded if the agent accepts that. */
    static final int MAX_EMBEDDED = 256 * 1024;

    private static final int MAX_NAME = 200;
    private static final int MAX_PATH = 1_000;

    private final BlobStore blobs;
    private final Function<AgentId, String> placeOf;

    /** @param placeOf see {@link dev.pilothouse.desktop.agent.AgentLauncher#placeOf} */
    PromptAssembler(BlobStore blobs, Function<AgentId, String> placeOf) {
        this.blobs = blobs;
        this.placeOf = placeOf;
    }

    /** The reason why a text cannot be a prompt, or empty. */
    static HostText textFault(String text, List<Attachment> attachments) {
        if (text.isBlank() && attachments.isEmpty()) {
            return HostText.of(HostTextCode.PROMPT_EMPTY);
        }
        return text.length() > MAX_PROMPT ? HostText.of(HostTextCode.PROMPT_TOO_LONG, MAX_PROMPT) : HostText.NONE;
    }

    /** The reason why these attachments cannot be sent with a prompt, or empty. */
    HostText fault(List<Attachment> attachments, SessionState state) {
        int files = 0;
        int kept = 0;
        long bytes = 0;
        for (Attachment attachment : attachments) {
            HostText fault;
            if (attachment instanceof Attachment.Blob blob) {
                kept++;
                bytes += blob.bytes();
                fault = fault(blob, state);
            } else if (attachment instanceof Attachment.ProjectFile file) {
                files++;
                fault = fault(file, info(state));
            } else {
                fault = HostText.of(HostTextCode.ATTACHMENT_KIND_UNKNOWN, attachment.name());
            }
            if (!fault.isEmpty()) {
                return fault;
            }
        }
        if (kept > MAX_BLOBS || files > MAX_FILES) {
            return HostText.of(HostTextCode.ATTACHMENTS_TOO_MANY, MAX_BLOBS, MAX_FILES);
        }
        return bytes > MAX_BYTES
                ? HostText.of(HostTextCode.ATTACHMENTS_TOO_LARGE, MAX_BYTES / (1024 * 1024))
                : HostText.NONE;
    }

    private HostText fault(Attachment.Blob blob, SessionState state) {
        if (blob.name().isBlank()
                || blob.name().length() > MAX_NAME
                || blob.mimeType().length() > MAX_NAME
                || !TextCutter.line(blob.name(), MAX_NAME).equals(blob.name())) {
            return HostText.of(HostTextCode.ATTACHMENT_NAME);
        }
        if (blob.isImage() && !support(state).images() && isSupportKnown(state)) {
            return HostText.of(HostTextCode.AGENT_NO_PICTURES, info(state).agentName());
        }
        long size = blobs.size(blob.blobId());
        if (size < 0 || blob.thumbnail() != null && blobs.size(blob.thumbnail()) < 0) {
            return HostText.of(HostTextCode.ATTACHMENT_GONE, blob.name());
        }
        if (size != blob.bytes() || size > SessionFiles.MAX_BYTES) {
            return HostText.of(HostTextCode.ATTACHMENT_DIFFERS, blob.name());
        }
        String place = placeOf.apply(info(state).agentId());
        return place.isEmpty() || !isSupportKnown(state) || goesAsContent(blob, support(state))
                ? HostText.NONE
                : HostText.of(
                        HostTextCode.ATTACHMENT_ELSEWHERE,
                        blob.name(),
                        info(state).agentName(),
                        place);
    }

    /** Whether the agent gets it without opening a file. A blob that turns out not to be text is sent as a link. */
    private static boolean goesAsContent(Attachment.Blob blob, PromptSupport support) {
        return blob.isImage() ? support.images() : support.embedded() && blob.bytes() <= MAX_EMBEDDED;
    }

    private HostText fault(Attachment.ProjectFile file, SessionInfo info) {
        if (file.path().length() > MAX_PATH) {
            return HostText.of(HostTextCode.FILE_PATH_TOO_LONG);
        }
        if (!PlainText.isPlainName(file.path())) {
            return HostText.of(HostTextCode.FILE_PATH_HIDDEN);
        }
        String place = placeOf.apply(info.agentId());
        if (!place.isEmpty()) {
            return HostFiles.refusal(place);
        }
        try {
            return ProjectPaths.resolve(Path.of(info.cwd()), file.path()).isPresent()
                    ? HostText.NONE
                    : HostText.of(HostTextCode.FILE_NAMED_MISSING, file.path());
        } catch (IOException e) {
            return HostText.of(HostTextCode.SESSION_DIRECTORY_UNREADABLE);
        }
    }

    private static SessionInfo info(SessionState state) {
        return Objects.requireNonNull(state.info());
    }

    private static PromptSupport support(SessionState state) {
        return info(state).support();
    }

    /** Before an agent's first start its accepted content types are not known. */
    private static boolean isSupportKnown(SessionState state) {
        return Objects.requireNonNull(state.activity()).phase() != SessionPhase.STARTING
                || !info(state).agentSessionId().isEmpty();
    }

    /** The prompt's parts in order, the text first. */
    List<PromptPart> parts(String text, List<Attachment> attachments, SessionInfo info) {
        List<PromptPart> parts = new ArrayList<>();
        if (!text.isBlank()) {
            parts.add(new PromptPart.Text(text));
        }
        for (Attachment attachment : attachments) {
            try {
                part(attachment, info).ifPresent(parts::add);
            } catch (IOException e) {
                LOG.warn("An attachment could not be read: {}", e.toString());
                parts.add(new PromptPart.Text("[The attachment " + attachment.name() + " could not be read.]"));
            }
        }
        return parts;
    }

    private Optional<PromptPart> part(Attachment attachment, SessionInfo info) throws IOException {
        if (attachment instanceof Attachment.Blob blob) {
            return Optional.of(part(blob, info.support()));
        }
        if (attachment instanceof Attachment.ProjectFile file) {
            // The file may have been deleted since; the text still names it.
            Optional<Path> path = ProjectPaths.resolve(Path.of(info.cwd()), file.path());
            return path.isPresent() ? Optional.of(link(path.get(), file.path(), null)) : Optional.empty();
        }
        return Optional.empty();
    }

    private PromptPart part(Attachment.Blob blob, PromptSupport support) throws IOException {
        Path file = blobs.findNamed(blob.blobId(), blob.name());
        if (blob.isImage() && support.images()) {
            String base64 = Base64.getEncoder().encodeToString(Files.readAllBytes(file));
            return new PromptPart.Image(blob.mimeType(), base64, uri(file));
        }
        if (!blob.isImage() && support.embedded() && blob.bytes() <= MAX_EMBEDDED) {
            Optional<String> text = text(Files.readAllBytes(file));
            if (text.isPresent()) {
                return new PromptPart.Embedded(uri(file), blob.mimeType(), text.get());
            }
        }
        return link(file, blob.name(), blob.mimeType());
    }

    private static PromptPart link(Path file, String name, @Nullable String mimeType) throws IOException {
        return new PromptPart.Link(uri(file), name, mimeType, Files.isDirectory(file) ? -1 : Files.size(file));
    }

    private static String uri(Path file) {
        return file.toUri().toString();
    }

    /** Empty if the bytes are not text. */
    private static Optional<String> text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.indexOf('\0') < 0 ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
