package dev.pilothouse.ui.attachment;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.BlobId;
import java.util.ArrayList;
import java.util.List;

/** The attachments of a draft as a text that this device keeps: one a line, its parts between tabs. Pure. */
final class KeptAttachments {
    private static final int PARTS = 5;

    private KeptAttachments() {}

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

    /** What cannot be read is left out: it was attached by another version of the program. */
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
