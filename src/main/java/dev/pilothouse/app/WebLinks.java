package dev.pilothouse.app;

import java.util.regex.Pattern;

/**
 * Decides which links in an agent's text may be opened outside of the window. Only web addresses may. A link must not
 * make this machine open a file or start a program. Pure.
 */
final class WebLinks {
    /** Rejects user info: text before an @ looks like the link's target and is not. Browsers treat \ as /. */
    private static final Pattern WEB =
            Pattern.compile("(?i:https?)://[^\\s/?#@\\\\\\p{Cntrl}]+(?:[/?#][^\\s\\p{Cntrl}]*)?");

    private WebLinks() {}

    static boolean mayOpen(String target) {
        return WEB.matcher(target).matches();
    }
}
