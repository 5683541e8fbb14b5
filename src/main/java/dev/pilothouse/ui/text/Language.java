package dev.pilothouse.ui.text;

import java.util.Locale;

/** A language of the interface. Each has all texts. Immutable. */
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

    /** The language's name in the language itself. */
    public String ownName() {
        return ownName;
    }

    String file() {
        return file;
    }

    /** The system's language, or English if the interface has no texts in it. */
    public static Language ofSystem() {
        String wanted = Locale.getDefault(Locale.Category.DISPLAY).getLanguage();
        for (Language language : values()) {
            if (language.code.equals(wanted)) {
                return language;
            }
        }
        return ENGLISH;
    }

    /** The locale for dates and numbers: the system's if it has this language, else the language alone. */
    Locale formats() {
        Locale system = Locale.getDefault(Locale.Category.FORMAT);
        return system.getLanguage().equals(code) ? system : Locale.forLanguageTag(code);
    }

    /** Returns whether a count takes the singular. In French 0 does; in the other languages it does not. */
    boolean singular(long count) {
        return count == 1 || (this == FRENCH && count == 0);
    }
}
