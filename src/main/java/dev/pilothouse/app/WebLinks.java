package dev.pilothouse.app;

import java.util.regex.Pattern;

/**
 * Which links of an agent's text may leave the window: addresses of the web, and nothing that could make this machine open
 * a file or start a program. Pure.
 */
final class WebLinks {
    /** What comes before an @ reads as the place to which a link leads, and is not. Browsers take \ for /. */
    private static final Pattern WEB =
            Pattern.compile("(?i:https?)://[^\\s/?#@\\\\\\p{Cntrl}]+(?:[/?#][^\\s\\p{Cntrl}]*)?");

    private WebLinks() {}

    static boolean mayOpen(String target) {
        return WEB.matcher(target).matches();
    }
}
