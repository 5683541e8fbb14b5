package dev.pilothouse.ui.shell;

import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.settings.Setting;
import dev.pilothouse.ui.settings.SettingChoices;
import dev.pilothouse.ui.settings.SettingsPresenter;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.status.SessionStatus;
import dev.pilothouse.ui.status.SessionText;
import dev.pilothouse.ui.text.Texts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The entries of the palette: waiting sessions, the latest other sessions, actions on the session on screen, other
 * actions, the remaining sessions, settings, and the settings of the session on screen. Owns nothing. Confined to the FX thread.
 */
final class PaletteEntries {
    private static final int LATEST = 5;

    private final LinkedHosts hosts;
    private final Navigation navigation;
    private final SettingsPresenter settings;
    private final SettingChoices settingChoices;
    private final Map<Shortcut, Runnable> shortcuts;
    private final SessionPaletteEntries session;
    private final List<PalettePresenter.Entry> pages;

    /**
     * @param settingChoices the values to which the settings can be set at once
     * @param shortcuts the action of each shortcut; shortcuts that are not in it are not offered
     * @param pages the actions without a shortcut
     */
    PaletteEntries(
            LinkedHosts hosts,
            Navigation navigation,
            SettingsPresenter settings,
            SettingChoices settingChoices,
            Map<Shortcut, Runnable> shortcuts,
            SessionPaletteEntries session,
            List<PalettePresenter.Entry> pages) {
        this.hosts = hosts;
        this.navigation = navigation;
        this.settings = settings;
        this.settingChoices = settingChoices;
        this.shortcuts = shortcuts;
        this.session = session;
        this.pages = pages;
    }

    private record Found(PalettePresenter.Entry entry, Instant latest) {}

    List<PalettePresenter.Entry> all() {
        List<Found> waiting = new ArrayList<>();
        List<Found> others = new ArrayList<>();
        List<HostLink> links = hosts.current();
        for (HostLink link : links) {
            for (SessionSummary session : link.reader().host().sessions()) {
                Found found = session(link, session, links.size() > 1);
                (found.entry().kind() == PalettePresenter.Kind.WAITING ? waiting : others).add(found);
            }
        }
        waiting.sort(Comparator.comparing(Found::latest));
        others.sort(Comparator.comparing(Found::latest).reversed());
        List<PalettePresenter.Entry> entries = new ArrayList<>();
        waiting.forEach(found -> entries.add(found.entry()));
        others.stream().limit(LATEST).forEach(found -> entries.add(found.entry()));
        entries.addAll(session.actions());
        entries.addAll(actions());
        others.stream().skip(LATEST).forEach(found -> entries.add(found.entry()));
        entries.addAll(settings());
        entries.addAll(session.choices());
        return entries;
    }

    private Found session(HostLink link, SessionSummary session, boolean withHost) {
        SessionKey key = new SessionKey(link.hostId(), session.sessionId());
        SessionStatus standing = SessionStatus.of(session, link.reader().host().unread(session));
        boolean waits = standing.isWaiting();
        String place = session.agentName() + " \u00b7 " + SessionText.directory(session.cwd());
        String detail = withHost ? place + " \u00b7 " + link.reader().host().hostName() : place;
        return new Found(
                new PalettePresenter.Entry(
                        waits ? PalettePresenter.Kind.WAITING : PalettePresenter.Kind.SESSION,
                        session.name(),
                        detail,
                        "",
                        () -> navigation.open(key)),
                session.lastActive());
    }

    private List<PalettePresenter.Entry> actions() {
        List<PalettePresenter.Entry> actions = new ArrayList<>();
        for (Shortcut shortcut : Shortcut.values()) {
            if (shortcut != Shortcut.PALETTE && shortcuts.containsKey(shortcut)) {
                actions.add(new PalettePresenter.Entry(
                        PalettePresenter.Kind.ACTION, shortcut.title(), "", shortcut.keys(), shortcuts.get(shortcut)));
            }
        }
        actions.addAll(pages);
        return actions;
    }

    private List<PalettePresenter.Entry> settings() {
        List<PalettePresenter.Entry> entries = new ArrayList<>();
        for (Setting setting : settings.offered()) {
            entries.add(new PalettePresenter.Entry(
                    PalettePresenter.Kind.SETTING, setting.title(), setting.hint(), "", () -> {
                        settings.searchProperty().set(setting.title());
                        navigation.screenProperty().set(MainScreen.SETTINGS);
                    }));
            for (SettingChoices.Choice choice : settingChoices.of(setting)) {
                if (!choice.current()) {
                    entries.add(new PalettePresenter.Entry(
                            PalettePresenter.Kind.SETTING,
                            Texts.text("palette.choose", setting.title(), choice.value()),
                            "",
                            "",
                            choice.choose()));
                }
            }
        }
        return entries;
    }
}
