package dev.pilothouse.bridge;

import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.session.HostView;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Updates a paired host's name and addresses from its latest report. Stateless. */
public final class PairedHostUpdater {

    private static final Logger LOG = LoggerFactory.getLogger(PairedHostUpdater.class);

    private static final String LOOPBACK = "127.0.0.1";

    private PairedHostUpdater() {}

    /**
     * Returns the updated host.
     *
     * @param view of a host that is live
     * @return equal to {@code before} if nothing changed
     */
    public static PairedHost of(PairedHost before, HostView view) {
        List<BridgeUrl> told = addresses(view.sharing().urls());
        // A host reports only its loopback address if it is offline, or has neither sharing nor a tunnel. Storing only
        // that would lock out other devices.
        boolean more = told.stream().anyMatch(url -> !url.host().equals(LOOPBACK));
        return before.known(view.hostName(), more ? told : before.urls());
    }

    private static List<BridgeUrl> addresses(List<String> texts) {
        List<BridgeUrl> urls = new ArrayList<>();
        for (String text : texts) {
            try {
                urls.add(BridgeUrl.parse(text));
            } catch (IllegalArgumentException e) {
                LOG.debug("A host sent an address that this build cannot parse");
            }
        }
        return urls;
    }
}
