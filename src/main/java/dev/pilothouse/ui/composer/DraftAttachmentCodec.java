package dev.pilothouse.ui.composer;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.BlobId;
import java.util.ArrayList;
import java.util.List;

/**
 * Serializes the attachments of a draft for storage on this device: one per line, with tabs between the fields.
 * Stateless.
 */
final class DraftAttachmentCodec {
    private static final int PARTS = 5;

    private DraftAttachmentCodec() {}

    static String write(List<Attachment.Blob> attachments) {
        StringBuilder text = new StringBuilder();
        for (Attachment.Blob each : attachments) {
            text.append(each.blobId())
                    .append('\t')
                    .append(each.mimeType())
                    .append('\t')
                    .append(each.bytes())
                    .append('\t')
                    .append(each.thumbnail() == null ? "" : each.thumbnail())
                    .append('\t')
                    .append(each.name())
                    .append('\n');
        }
        return text.toString();
    }

    /** Skips a line that cannot be parsed. Another version of the program may have written it. */
    static List<Attachment.Blob> read(String text) {
        List<Attachment.Blob> attachments = new ArrayList<>();
        for (String line : text.split("\n")) {
            String[] parts = line.split("\t", PARTS);
            if (parts.length == PARTS) {
                try {
                    attachments.add(new Attachment.Blob(
                            new BlobId(parts[0]),
                            parts[4],
                            parts[1],
                            Long.parseLong(parts[2]),
                            parts[3].isEmpty() ? null : new BlobId(parts[3])));
                } catch (IllegalArgumentException e) {
                    continue;
                }
            }
        }
        return attachments;
    }
}
