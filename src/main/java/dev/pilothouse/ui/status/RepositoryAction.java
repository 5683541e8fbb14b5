package dev.pilothouse.ui.status;

import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.text.Texts;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;

/**
 * An action on the repository of a session, such as a commit. The shell supplies it to the foot of the changes, to the
 * menu of a session and to the palette. Immutable.
 *
 * @param id the id of its button
 * @param offer how a session offers it now; the bar listens while it is in a scene
 * @param run starts it for a session
 */
public record RepositoryAction(
        String id, Glyph icon, Function<SessionKey, ObservableValue<Offer>> offer, Consumer<SessionKey> run) {
    /**
     * Immutable.
     *
     * @param text the button's text
     * @param refusal a sentence that says why the action is disabled; empty if it is enabled
     */
    public record Offer(String text, boolean visible, String refusal) {
        public boolean enabled() {
            return visible && refusal.isEmpty();
        }
    }

    /**
     * An action that each session offers.
     *
     * @param textKey the key of its text
     */
    public static RepositoryAction always(String id, Glyph icon, String textKey, Consumer<SessionKey> run) {
        return new RepositoryAction(
                id, icon, key -> new SimpleObjectProperty<>(new Offer(Texts.text(textKey), true, "")), run);
    }
}
