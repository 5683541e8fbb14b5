package dev.pilothouse.ui.text;

/** English with every sentence 40 % longer, like some other languages; brackets around each sentence identify it. */
public final class LongerTexts {
    private static final String FILLER = "ungsverlaufen";

    private LongerTexts() {}

    public static void speak() {
        Texts.setLanguage(TextBundle.of(Language.ENGLISH).changed(LongerTexts::longer));
    }

    public static void end() {
        Texts.setLanguage(TextBundle.of(Language.ENGLISH));
    }

    /** Whether the whole text comes from the bundle. */
    public static boolean isOurs(String text) {
        return text.startsWith("[") && text.endsWith("]");
    }

    private static String longer(String pattern) {
        int letters = pattern.replaceAll("\\{[^}]*}", "").length();
        int more = (int) Math.ceil(letters * 0.4) - 2;
        StringBuilder text = new StringBuilder("[").append(pattern);
        // A single word becomes longer; a sentence gets more words.
        boolean word = letters <= 12;
        while (more > 0) {
            int length = Math.min(more, FILLER.length());
            text.append(word ? "" : " ").append(FILLER, 0, length);
            more -= length + 1;
            word = false;
        }
        return text.append(']').toString();
    }
}
