package dev.pilothouse.ui.composer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.AgentOption;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.session.Intent;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.attachment.PreparedAttachment;
import dev.pilothouse.ui.status.SessionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

class OptionsMenuTest {
    private static final AgentOption EFFORT = new AgentOption(
            "effort",
            "Effort",
            "How long it thinks",
            "thought_level",
            List.of(new AgentOption.Choice("low", "Low"), new AgentOption.Choice("high", "High_est")),
            "low");
    private static final AgentOption WEB = new AgentOption("web", "Search the web", "", "", List.of(), "true");

    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final FakeHost host = sample.local();
    private final SessionId session = sample.main();
    private final List<String> notices = new ArrayList<>();
    private final ComposerPresenter presenter = new ComposerPresenter(new ComposerPresenter.Ports(
            new TestShell().keptValues(),
            source -> new PreparedAttachment.Refused(source.name(), "not here"),
            Runnable::run,
            Runnable::run,
            notices::add,
            () -> {}));
    private final FxRobot fx = new FxRobot();
    private ContextMenu menu;

    @BeforeAll
    static void startTheToolkit() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
    }

    private void offer(AgentOption... options) {
        host.update(session, new SessionUpdate.OptionsChanged(List.of(options)));
        presenter.show(host.link(), new SessionKey(host.hostId(), session));
        presenter.render(host.session(session).orElseThrow().state());
        fx.interact(() -> menu = OptionsMenu.of(presenter.stateProperty().get().options(), presenter::onOption));
    }

    private <T extends MenuItem> List<T> items(Class<T> kind) {
        return menu.getItems().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    void eachOptionShowsItsChoicesAndTheOneThatHolds() {
        offer(EFFORT, WEB);

        assertThat(items(SeparatorMenuItem.class)).as("the heading, and a line").hasSize(2);
        assertThat(menu.getItems()).hasSize(5);
        assertThat(items(RadioMenuItem.class)).extracting(MenuItem::getText).containsExactly("Low", "High_est");
        assertThat(items(RadioMenuItem.class))
                .extracting(RadioMenuItem::isSelected)
                .containsExactly(true, false);
        assertThat(items(CheckMenuItem.class))
                .singleElement()
                .returns("Search the web", MenuItem::getText)
                .returns(true, CheckMenuItem::isSelected);
    }

    @Test
    void anotherChoiceIsAskedForAndTheSameOneIsNot() {
        offer(EFFORT);
        fx.interact(() -> items(RadioMenuItem.class).get(0).fire());
        assertThat(host.intents()).isEmpty();

        fx.interact(() -> items(RadioMenuItem.class).get(1).fire());

        assertThat(host.intents()).containsExactly(new Intent.SetOption(session, "effort", "high"));
    }

    @Test
    void whatIsOnIsSwitchedOff() {
        offer(WEB);

        fx.interact(() -> {
            CheckMenuItem item = items(CheckMenuItem.class).get(0);
            item.setSelected(false);
            item.fire();
        });

        assertThat(host.intents()).containsExactly(new Intent.SetOption(session, "web", "false"));
    }

    @Test
    void anAgentWithoutOptionsOffersNone() {
        offer();

        assertThat(menu.getItems()).isEmpty();
        assertThat(presenter.stateProperty().get().options()).isEmpty();
    }
}
