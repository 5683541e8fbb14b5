package dev.pilothouse.ui.text;

import java.util.Locale;

/** A language that every text of the interface is written in. Immutable. */
public enum Language {
    ENGLISH("en", "English", "messages.properties"),
    GERMAN("de", "Deutsch", "messages_de.properties"),
    FRENCH("fr", "Fran\u00e7ais", "messages_fr.properties");

    private final String code;
    private final String ownName;
    private final String file;

    Language(String code, String ownName, String file) {
        this.code = code;
        this.ownName = ownName;
        this.file = file;
    }

    /** How its speakers call it. */
    public String ownName() {
        return ownName;
    }

    /** Its code of ISO 639. */
    public String code() {
        return code;
    }

    String file() {
        return file;
    }

    /** The system's language, or English where the interface does not speak it. */
    public static Language ofSystem() {
        String wanted = Locale.getDefault(Locale.Category.DISPLAY).getLanguage();
        for (Language language : values()) {
            if (language.code.equals(wanted)) {
                return language;
            }
        }
        return ENGLISH;
    }

    /** How dates and numbers are written: the system's way where it is of this language, else the language's own. */
    Locale formats() {
        Locale system = Locale.getDefault(Locale.Category.FORMAT);
        return system.getLanguage().equals(code) ? system : Locale.forLanguageTag(code);
    }

    /** Whether a count takes the singular. French counts none as one; the others do not. */
    boolean singular(long count) {
        return count == 1 || (this == FRENCH && count == 0);
    }
}
