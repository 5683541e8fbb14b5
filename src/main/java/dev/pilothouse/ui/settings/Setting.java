package dev.pilothouse.ui.settings;

import dev.pilothouse.model.Scope;
import dev.pilothouse.platform.LocalHost;
import dev.pilothouse.platform.PlatformServices;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.text.Texts;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** All entries of the settings screen, in their order. Immutable. */
public enum Setting {
    APPEARANCE(Section.LOOK),
    ACCENT(Section.LOOK),
    FONT_SIZE(Section.LOOK),
    DENSITY(Section.LOOK),
    MESSAGES(Section.LOOK),
    MOTION(Section.LOOK),
    LANGUAGE(Section.LANGUAGE),
    ENTER_SENDS(Section.WRITING),
    NOTIFY_NEEDS_YOU(Section.NOTIFICATIONS),
    NOTIFY_DONE(Section.NOTIFICATIONS),
    NOTIFY_FAILED(Section.NOTIFICATIONS),
    NOTIFY_QUIET(Section.NOTIFICATIONS),
    NOTIFY_DETAILS(Section.NOTIFICATIONS),
    VIBRATE(Section.NOTIFICATIONS),
    NOTIFY_AWAY(Section.NOTIFICATIONS),
    KEEP_AWAKE(Section.HOST),
    START_AT_LOGIN(Section.HOST),
    KEEP_FILES(Section.HOST),
    DATA(Section.HOST),
    AGENTS(Section.HOST),
    PROFILES(Section.HOST),
    SHARING(Section.HOST),
    DEVICES(Section.HOST),
    KEYS(Section.ABOUT),
    GUIDE(Section.ABOUT),
    UPDATES(Section.ABOUT),
    LICENCES(Section.ABOUT);

    /** The groups of the screen, in their order. */
    public enum Section {
        LOOK,
        LANGUAGE,
        WRITING,
        NOTIFICATIONS,
        HOST,
        ABOUT;

        public String title() {
            return Texts.text("settings.section." + name());
        }
    }

    private final Section section;

    Setting(Section section) {
        this.section = section;
    }

    /** The settings that apply to this device and the hosts that it is linked with. */
    public static Set<Setting> offered(PlatformServices platform, List<HostLink> links) {
        Set<Setting> offered = EnumSet.allOf(Setting.class);
        if (platform.mobileServices().vibrator().isEmpty()) {
            offered.remove(VIBRATE);
        }
        if (platform.localHost().isEmpty()) {
            offered.remove(DATA);
        }
        if (platform.localHost().flatMap(LocalHost::machine).isEmpty()) {
            offered.removeAll(EnumSet.of(KEEP_AWAKE, START_AT_LOGIN, KEEP_FILES));
        }
        if (links.stream().noneMatch(link -> link.reader().host().scope().covers(Scope.ADMIN))) {
            offered.removeAll(EnumSet.of(SHARING, DEVICES, NOTIFY_AWAY));
        }
        if (platform.localHost().flatMap(LocalHost::releaseFeed).isEmpty()) {
            offered.remove(UPDATES);
        }
        if (links.isEmpty()) {
            offered.removeAll(EnumSet.of(AGENTS, PROFILES, GUIDE));
        }
        return offered;
    }

    public Section section() {
        return section;
    }

    public String title() {
        return Texts.text("setting." + name());
    }

    /** One sentence that explains the setting. */
    public String hint() {
        return Texts.text("settingHint." + name());
    }
}
