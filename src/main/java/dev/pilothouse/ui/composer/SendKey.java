package dev.pilothouse.ui.composer;

import dev.pilothouse.ui.settings.KeptValues;

/**
 * Whether Enter sends or breaks the line. On a desktop it sends unless the person has said otherwise, on a phone, whose
 * keyboard has no Shift+Enter, it breaks the line. Owns nothing but its name in {@link KeptValues}; confined to the FX thread.
 */
public final class SendKey {
    private static final String KEPT = "composer.enter";
    private static final String SENDS = "sends";
    private static final String BREAKS = "breaks";

    private final KeptValues kept;

    SendKey(KeptValues kept) {
        this.kept = kept;
    }

    public boolean enterSends(boolean phone) {
        return kept.get(KEPT).map(SENDS::equals).orElse(!phone);
    }

    public void setEnterSends(boolean sends) {
        kept.put(KEPT, sends ? SENDS : BREAKS);
    }
}
