package dev.pilothouse.desktop.agent;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A part of a prompt. */
public sealed interface PromptPart {

    record Text(String text) implements PromptPart {}

    /** @param base64 the image's bytes */
    record Image(String mimeType, String base64, String uri) implements PromptPart {
        @Override
        public String toString() {
            return "Image[" + mimeType + " " + uri + "]";
        }
    }

    /** The content of a text file. */
    record Embedded(String uri, String mimeType, String text) implements PromptPart {
        @Override
        public String toString() {
            return "Embedded[" + uri + "]";
        }
    }

    /**
     * A file of the host, which the agent opens itself.
     *
     * @param mimeType null if unknown
     * @param bytes -1 if it has no size
     */
    record Link(String uri, String name, @Nullable String mimeType, long bytes) implements PromptPart {
        public Link {
            Objects.requireNonNull(uri, "uri");
            Objects.requireNonNull(name, "name");
        }
    }

    interface Visitor<R> {
        R text(Text part);

        R image(Image part);

        R embedded(Embedded part);

        R link(Link part);
    }

    default <R> R accept(Visitor<R> visitor) {
        if (this instanceof Text part) {
            return visitor.text(part);
        } else if (this instanceof Image part) {
            return visitor.image(part);
        } else if (this instanceof Embedded part) {
            return visitor.embedded(part);
        }
        return visitor.link((Link) this);
    }
}
