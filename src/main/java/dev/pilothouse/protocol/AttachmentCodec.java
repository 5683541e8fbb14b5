package dev.pilothouse.protocol;

import dev.pilothouse.model.Attachment;
import java.util.List;

/** Prompt attachments as JSON: {@code type} and the members of the kind. Stateless. */
final class AttachmentCodec {
    private static final Kinds<Attachment> KINDS = new Kinds<Attachment>()
            .add(
                    "blob",
                    Attachment.Blob.class,
                    io -> new Attachment.Blob(
                            io.put("blobId", Json.BLOB_ID, Attachment.Blob::blobId),
                            io.put("name", Json.TEXT, Attachment.Blob::name),
                            io.put("mimeType", Json.TEXT, Attachment.Blob::mimeType),
                            io.put("bytes", Json.NUMBER, Attachment.Blob::bytes),
                            io.orNull("thumbnail", Json.BLOB_ID, Attachment.Blob::thumbnail)))
            .add(
                    "file",
                    Attachment.ProjectFile.class,
                    io -> new Attachment.ProjectFile(io.put("path", Json.TEXT, Attachment.ProjectFile::path)))
            .orElse(
                    Attachment.Other.class,
                    Attachment.Other::kind,
                    io -> new Attachment.Other(io.put("type", Json.SHORT_TEXT, Attachment.Other::kind)));

    static final MemberCodec.Optional<List<Attachment>> LIST =
            KINDS.tagged("type").list();

    private AttachmentCodec() {}
}
