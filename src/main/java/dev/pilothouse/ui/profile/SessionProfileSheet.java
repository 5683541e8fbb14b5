package dev.pilothouse.ui.profile;

import dev.pilothouse.model.SessionProfile;
import dev.pilothouse.model.SessionServer;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.status.ProfileText;
import dev.pilothouse.ui.text.Texts;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** The profile of a session and the state of its MCP servers. Confined to the FX thread; lives until it is closed. */
public final class SessionProfileSheet extends VBox {
    private final Supplier<SessionProfile> profile;
    private final VBox body = Widgets.column("sheet-fields");
    private final Button done;

    /** @param profile of the session, at each call */
    public SessionProfileSheet(Supplier<SessionProfile> profile, Runnable close) {
        this.profile = profile;
        getStyleClass().add("large-sheet");
        setId("session-profile-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        done = Widgets.button(Texts.text("action.done"), "primary-button", close);
        done.setCancelButton(true);
        getChildren()
                .setAll(
                        Widgets.wrapped(Texts.text("profiles.ofSession"), "screen-title"),
                        new SheetScroll(body),
                        Widgets.rightRow("sheet-buttons", done));
        render();
    }

    @Override
    public void requestFocus() {
        done.requestFocus();
    }

    /** The session may have changed. */
    public void render() {
        SessionProfile now = profile.get();
        body.getChildren()
                .setAll(
                        Widgets.wrapped(now.name(), "strong"),
                        Widgets.wrapped(
                                now.revision().isEmpty()
                                        ? Texts.text("profiles.isGone")
                                        : Texts.text("profiles.revision", now.revision()),
                                "meta"));
        now.servers().forEach(server -> body.getChildren().add(row(server)));
        body.getChildren()
                .add(Widgets.wrapped(
                        Texts.text(now.servers().isEmpty() ? "profiles.noServers" : "profiles.aboutSeen"), "meta"));
    }

    private static Node row(SessionServer server) {
        Glyph glyph = server.sent() ? (server.called() ? Glyph.DONE : Glyph.IDLE) : Glyph.REFUSED;
        FontIcon icon = glyph.node("job-icon");
        icon.getStyleClass().add(server.sent() ? (server.called() ? "health-live" : "health-silent") : "health-broken");
        VBox lines = Widgets.column(
                "job-lines",
                Widgets.wrapped(ProfileText.named(server.name(), server.kind()), "strong"),
                Widgets.wrapped(ProfileText.state(server), server.sent() ? "job-text" : "problem"));
        lines.setMinWidth(0);
        HBox.setHgrow(lines, Priority.ALWAYS);
        HBox row = new HBox(icon, lines);
        row.getStyleClass().add("hop");
        return row;
    }
}
