package dev.pilothouse.ui.settings;

import dev.pilothouse.ui.text.Texts;

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
    KEEP_AWAKE(Section.HOST),
    START_AT_LOGIN(Section.HOST),
    DATA(Section.HOST),
    AGENTS(Section.HOST),
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
