package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.journal.BlobStore;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.ContentSize;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.ToolContent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves content that is too large for an update into blobs, so that every update stays small and nothing is lost.
 *
 * <p>Owns only its reference to the session's blobs. Confined to the session's lane.
 */
final class LargeContent {
    private static final Logger LOG = LoggerFactory.getLogger(LargeContent.class);

    /** A part with more characters than this is moved. */
    static final int MAX_PART = 64 * 1024;
    /** If all parts of a call have more characters than this, the largest are moved. */
    static final int MAX_ALL = 128 * 1024;

    static final int HEAD = 4 * 1024;
    private static final int MAX_PARTS = 64;

    private final BlobStore blobs;

    LargeContent(BlobStore blobs) {
        this.blobs = blobs;
    }

    /** @param present the call's current content, to which a blob of its output is added */
    ToolCallPatch shorten(ToolCallPatch patch, List<ToolContent> present) {
        List<ToolContent> content = patch.content() == null ? null : shorten(patch.content());
        String input = patch.input();
        String output = patch.output();
        if (isLarge(input) || isLarge(output)) {
            List<ToolContent> more = new ArrayList<>(content == null ? present : content);
            input = moveToBlob(input, more);
            output = moveToBlob(output, more);
            content = more;
        }
        return new ToolCallPatch(
                patch.title(),
                patch.kind(),
                patch.status(),
                patch.locations(),
                content,
                input,
                output,
                patch.endedAt());
    }

    private static boolean isLarge(@Nullable String json) {
        return json != null && json.length() > MAX_PART;
    }

    /** A JSON text that is cut is invalid, so it is removed and added as a content part. */
    private @Nullable String moveToBlob(@Nullable String json, List<ToolContent> content) {
        if (json == null || !isLarge(json)) {
            return json;
        }
        ToolContent part = moveToBlob(json);
        if (!content.contains(part)) {
            content.add(part);
        }
        return null;
    }

    private List<ToolContent> shorten(List<ToolContent> parts) {
        List<ToolContent> content = new ArrayList<>();
        for (ToolContent part : parts.subList(0, Math.min(parts.size(), MAX_PARTS))) {
            content.add(ContentSize.of(part) > MAX_PART ? moveToBlob(textOf(part)) : part);
        }
        while (ContentSize.of(content) > MAX_ALL) {
            int largest = 0;
            for (int i = 1; i < content.size(); i++) {
                if (ContentSize.of(content.get(i)) > ContentSize.of(content.get(largest))) {
                    largest = i;
                }
            }
            if (ContentSize.of(content.get(largest)) <= 2 * HEAD) {
                // With many small parts, the last ones are omitted from the update.
                content.remove(content.size() - 1);
            } else {
                content.set(largest, moveToBlob(textOf(content.get(largest))));
            }
        }
        return content;
    }

    private ToolContent moveToBlob(String text) {
        try {
            BlobId blob = blobs.put(text);
            return new ToolContent.Large(blob, TextCutter.head(text, HEAD), text.length());
        } catch (IOException e) {
            LOG.warn("Large content could not be stored: {}", e.toString());
            return new ToolContent.Text(
                    TextCutter.head(text, HEAD) + "\n… the rest could not be kept on the host's disk");
        }
    }

    private static String textOf(ToolContent part) {
        return part.accept(new ToolContent.Visitor<>() {
            @Override
            public String text(ToolContent.Text text) {
                return text.text();
            }

            @Override
            public String diff(ToolContent.Diff diff) {
                return (diff.oldText() == null ? "" : "--- " + diff.path() + "\n" + diff.oldText() + "\n") + "+++ "
                        + diff.path() + "\n" + diff.newText();
            }

            @Override
            public String terminal(ToolContent.Terminal terminal) {
                return terminal.output();
            }

            @Override
            public String large(ToolContent.Large large) {
                return large.head();
            }

            @Override
            public String other(ToolContent.Other other) {
                return other.json();
            }
        });
    }
}
