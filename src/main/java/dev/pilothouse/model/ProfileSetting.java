package dev.pilothouse.model;

import java.util.Objects;

/**
 * A variable or an HTTP header of a profile.
 *
 * @param name of the variable or header
 * @param source where the value comes from
 * @param text the value; or the name of a variable of the host, or of an entry of its keystore; empty for
 *     {@link Source#KEPT}
 * @param prefix put before the value that the text refers to, such as {@code "Bearer "}; may be empty
 */
public record ProfileSetting(String name, Source source, String text, String prefix) {
    public enum Source {
        /** The text itself, for what is no secret. A host does not send it to clients. */
        PLAIN,
        /** A variable of the host's environment. */
        ENVIRONMENT,
        /** An entry of the keystore of the host's system. */
        KEYSTORE,
        /** A plain value that the host has and does not send. In a request: as it is. */
        KEPT,
        /** One of a later host. */
        OTHER
    }

    public ProfileSetting {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(prefix, "prefix");
    }

    /** The same without the value, if it is one. */
    public ProfileSetting withheld() {
        return source == Source.PLAIN ? new ProfileSetting(name, Source.KEPT, "", "") : this;
    }

    @Override
    public String toString() {
        return "ProfileSetting[" + name + " " + source + "]";
    }
}
