package dev.pilothouse.ui.panel;

import dev.pilothouse.model.PlanEntry;
import dev.pilothouse.model.SessionProfile;
import dev.pilothouse.model.Usage;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.ui.diff.FileChange;
import dev.pilothouse.ui.status.ProfileText;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.text.TimeFormatter;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;

/**
 * The side panel: whether it is open, and its content for the session on screen. Confined to the FX thread. Ends with
 * the shell.
 */
public final class PanelPresenter {
    private static final String CLOSED = "panelClosed";

    private final BooleanProperty open;
    private final ReadOnlyObjectWrapper<Content> content =
            new ReadOnlyObjectWrapper<>(this, "content", Content.NOTHING);

    /**
     * The panel's content. Immutable.
     *
     * @param progress the number of finished steps, such as "3/5", empty without a plan
     * @param usage lines about tokens, cost and model
     * @param profile the name of the session's profile; empty if it has none
     * @param servers a line for each MCP server of the profile
     * @param share the used part of the context, from 0 to 1, negative if unknown
     */
    public record Content(
            List<PlanEntry> plan,
            String progress,
            List<FileChange> changes,
            List<String> usage,
            String profile,
            List<String> servers,
            double share) {
        static final Content NOTHING = new Content(List.of(), "", List.of(), List.of(), "", List.of(), -1);

        public Content {
            plan = List.copyOf(plan);
            changes = List.copyOf(changes);
            usage = List.copyOf(usage);
            servers = List.copyOf(servers);
        }
    }

    /** @param kept stores whether the panel is open */
    public PanelPresenter(Preferences kept) {
        open = new SimpleBooleanProperty(this, "open", kept.get(CLOSED).isEmpty());
        open.addListener((property, before, now) -> kept.put(CLOSED, now ? "" : "true"));
    }

    /** Whether the person wants to see the panel, where there is room for it. */
    public BooleanProperty openProperty() {
        return open;
    }

    public void onToggle() {
        open.set(!open.get());
    }

    public ReadOnlyObjectProperty<Content> contentProperty() {
        return content.getReadOnlyProperty();
    }

    public void render(SessionState state, List<FileChange> changes) {
        long done = state.plan().stream()
                .filter(entry -> entry.status() == PlanEntry.Status.COMPLETED)
                .count();
        Usage usage = state.usage();
        List<String> lines = new ArrayList<>();
        if (usage.usedTokens() > 0) {
            lines.add(
                    usage.contextTokens() > 0
                            ? Texts.text(
                                    "panel.tokensOf",
                                    TimeFormatter.tokens(usage.usedTokens()),
                                    TimeFormatter.tokens(usage.contextTokens()))
                            : Texts.text("panel.tokens", TimeFormatter.tokens(usage.usedTokens())));
        }
        if (usage.cost() >= 0 && !usage.currency().isEmpty()) {
            lines.add(TimeFormatter.cost(usage.cost(), usage.currency()));
        }
        state.offer().models().stream()
                .filter(model -> model.modelId().equals(state.offer().modelId()))
                .findFirst()
                .ifPresent(model -> lines.add(model.name()));
        SessionProfile profile =
                state.info() == null ? SessionProfile.NONE : state.info().profile();
        content.set(new Content(
                state.plan(),
                state.plan().isEmpty() ? "" : done + "/" + state.plan().size(),
                changes,
                lines,
                profile.name(),
                profile.servers().stream()
                        .map(server -> server.name() + ": " + ProfileText.state(server))
                        .toList(),
                usage.contextTokens() > 0 ? Math.min(1, usage.usedTokens() / (double) usage.contextTokens()) : -1));
    }

    public void clear() {
        content.set(Content.NOTHING);
    }
}
