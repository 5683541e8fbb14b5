package dev.pilothouse.ui.text;

/** English with every sentence 40 % longer, as other languages are; its sentences stand in brackets, to be told from others. */
public final class LongerTexts {
    private static final String FILLER = "ungsverlaufen";

    private LongerTexts() {}

    public static void speak() {
        Texts.speak(Words.of(Language.ENGLISH).changed(LongerTexts::longer));
    }

    public static void end() {
        Texts.speak(Words.of(Language.ENGLISH));
    }

    /** Whether the text as a whole comes from the bundle. */
    public static boolean isOurs(String text) {
        return text.startsWith("[") && text.endsWith("]");
    }

    private static String longer(String pattern) {
        int letters = pattern.replaceAll("\\{[^}]*}", "").length();
        int more = (int) Math.ceil(letters * 0.4) - 2;
        StringBuilder text = new StringBuilder("[").append(pattern);
        // A short word becomes a longer word; a sentence gets further words.
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
