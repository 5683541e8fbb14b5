package dev.pilothouse.ui.attachment;

import org.jspecify.annotations.Nullable;

/** The result of preparing an attachment. */
public sealed interface PreparedAttachment {

    /** @param thumbnail a small PNG, or null if the file is not a picture or cannot be decoded here */
    record Ready(String name, String mimeType, byte[] bytes, byte @Nullable [] thumbnail)
            implements PreparedAttachment {
        @Override
        public String toString() {
            return "Ready[" + name + " " + mimeType + " " + bytes.length + "]";
        }
    }

    /** @param why a sentence for the user */
    record Refused(String name, String why) implements PreparedAttachment {}
}
