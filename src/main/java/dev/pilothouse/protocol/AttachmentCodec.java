package dev.pilothouse.protocol;

import com.google.gson.JsonElement;
import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.BlobId;

/** Prompt attachments as JSON: {@code type} and the members of the kind. Stateless. */
final class AttachmentCodec {
    private AttachmentCodec() {}

    static JsonElement encode(Attachment attachment) {
        return attachment.accept(Encoder.INSTANCE).json();
    }

    static Attachment decode(FieldReader fields) throws CodecException {
        String type = fields.string("type");
        switch (type) {
            case "blob":
                return new Attachment.Blob(
                        fields.value("blobId", BlobId::new),
                        fields.string("name"),
                        fields.string("mimeType"),
                        fields.number("bytes"),
                        fields.valueOrNull("thumbnail", BlobId::new));
            case "file":
                return new Attachment.ProjectFile(fields.string("path"));
            default:
                return new Attachment.Other(WireFormat.shortType(type));
        }
    }

    private enum Encoder implements Attachment.Visitor<FieldWriter> {
        INSTANCE;

        private static FieldWriter type(String type) {
            return new FieldWriter().put("type", type);
        }

        @Override
        public FieldWriter blob(Attachment.Blob attachment) {
            FieldWriter fields = type("blob")
                    .put("blobId", attachment.blobId().value())
                    .put("name", attachment.name())
                    .put("mimeType", attachment.mimeType())
                    .put("bytes", attachment.bytes());
            return attachment.thumbnail() == null
                    ? fields
                    : fields.put("thumbnail", attachment.thumbnail().value());
        }

        @Override
        public FieldWriter projectFile(Attachment.ProjectFile attachment) {
            return type("file").put("path", attachment.path());
        }

        @Override
        public FieldWriter other(Attachment.Other attachment) {
            return type(attachment.kind());
        }
    }
}
