package dev.pilothouse.ui.attachment;

/** What became of something that the person brought. */
public sealed interface Prepared {

    /** @param thumbnail a small PNG, or null for what is no picture or cannot be drawn here */
    record Ready(String name, String mimeType, byte[] bytes, byte[] thumbnail) implements Prepared {
        @Override
        public String toString() {
            return "Ready[" + name + " " + mimeType + " " + bytes.length + "]";
        }
    }

    /** @param why a sentence for the person */
    record Refused(String name, String why) implements Prepared {}
}
