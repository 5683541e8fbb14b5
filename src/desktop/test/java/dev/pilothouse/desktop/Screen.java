package dev.pilothouse.desktop;

import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.PairingRequest;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.ui.FakeHosts;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.sessions.SessionKey;
import dev.pilothouse.ui.shell.Place;
import dev.pilothouse.ui.shell.ShellPresenter;
import dev.pilothouse.ui.shell.ShellView;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.ButtonBase;

/** Every screen and sheet of the window over scripted hosts, for the tests that look at all of them. */
enum Screen {
    LIST,
    CONVERSATION,
    FAILED,
    LOGIN,
    OFFLINE,
    DECISIONS,
    HOSTS,
    PAIRING_ASKED,
    SETTINGS,
    SETTINGS_NONE,
    NEW_SESSION,
    GUIDE_AGENT,
    GUIDE_DIRECTORY,
    GUIDE_TASK,
    AGENTS,
    TICKET,
    DEVICE,
    KEYS,
    PALETTE,
    LICENCES,
    NOTICES,
    WELCOME,
    PAIR_FIRST;

    String file() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The hosts of this screen; new ones each time, since a screen may change them. */
    SampleHosts sample() {
        return this == WELCOME || name().startsWith("GUIDE") ? SampleHosts.aFreshStart() : SampleHosts.aWorkingDay();
    }

    /** The hosts that the shell knows. */
    FakeHosts hosts(SampleHosts sample) {
        return this == PAIR_FIRST ? new FakeHosts() : sample.hosts();
    }

    /** Brings the window there. On the FX thread. */
    void show(ShellPresenter shell, ShellView view, SampleHosts sample) {
        SessionKey main = new SessionKey(sample.local().hostId(), new SessionId("s1"));
        switch (this) {
            case LIST, WELCOME, PAIR_FIRST -> shell.placeProperty().set(Place.SESSIONS);
            case CONVERSATION -> shell.openSession(main);
            case FAILED -> shell.openSession(new SessionKey(sample.local().hostId(), new SessionId("s15")));
            case LOGIN -> shell.openSession(new SessionKey(sample.local().hostId(), new SessionId("s13")));
            case OFFLINE -> {
                shell.openSession(new SessionKey(sample.remote().hostId(), new SessionId("s10")));
                sample.remote()
                        .connection(new ConnectionState.Lost(
                                "The host does not answer",
                                SampleHosts.NOW.minus(Duration.ofMinutes(3)),
                                SampleHosts.NOW.plusSeconds(8)));
            }
            case DECISIONS -> shell.placeProperty().set(Place.DECISIONS);
            case HOSTS -> shell.placeProperty().set(Place.HOSTS);
            case PAIRING_ASKED -> {
                sample.local()
                        .asking(List.of(new PairingRequest(
                                new DeviceId("d9"),
                                "Grace\u2019s phone",
                                "Android",
                                "192.168.1.77",
                                Scope.STEER,
                                "482913")));
                shell.placeProperty().set(Place.HOSTS);
            }
            case SETTINGS -> shell.placeProperty().set(Place.SETTINGS);
            case SETTINGS_NONE -> {
                shell.settings().searchProperty().set("qqq");
                shell.placeProperty().set(Place.SETTINGS);
            }
            case NEW_SESSION -> view.openNewSession();
            case GUIDE_AGENT -> view.openGuide();
            case GUIDE_DIRECTORY -> guide(view, 1);
            case GUIDE_TASK -> guide(view, 2);
            case AGENTS -> view.openAgents();
            case TICKET -> {
                shell.placeProperty().set(Place.HOSTS);
                shell.hosts().onTicket(sample.local().hostId(), Scope.STEER);
            }
            case DEVICE -> {
                shell.placeProperty().set(Place.HOSTS);
                view.applyCss();
                ((ButtonBase) view.lookup("#device-d1")).fire();
            }
            case KEYS -> view.openKeys();
            case PALETTE -> view.openPalette();
            case LICENCES -> view.openLicences();
            case NOTICES -> {
                shell.openSession(main);
                shell.showNotice("The host refused it: this device may watch, not steer.");
                shell.showNotice("/nowhere is not there.");
            }
        }
    }

    private static void guide(ShellView view, int steps) {
        view.openGuide();
        view.applyCss();
        for (int i = 0; i < steps; i++) {
            ((ButtonBase) view.lookup("#guide-next")).fire();
        }
    }
}
