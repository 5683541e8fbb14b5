package dev.pilothouse.bridge;

import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.session.HostView;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Under which name and addresses a host can be found from now on, by what it tells. Stateless. */
public final class LearnedHost {

    private static final Logger LOG = LoggerFactory.getLogger(LearnedHost.class);

    private static final String LOOPBACK = "127.0.0.1";

    private LearnedHost() {}

    /** @param view of a host that is live. @return equal to {@code before} if nothing is new */
    public static PairedHost of(PairedHost before, HostView view) {
        List<BridgeUrl> told = addresses(view.sharing().urls());
        // A host that neither shares nor has a tunnel, or is on no network just now, tells its loopback address only,
        // which
        // would lock out every other device.
        boolean more = told.stream().anyMatch(url -> !url.host().equals(LOOPBACK));
        return before.known(view.hostName(), more ? told : before.urls());
    }

    private static List<BridgeUrl> addresses(List<String> texts) {
        List<BridgeUrl> urls = new ArrayList<>();
        for (String text : texts) {
            try {
                urls.add(BridgeUrl.parse(text));
            } catch (IllegalArgumentException e) {
                LOG.debug("A host tells an address that this build does not understand");
            }
        }
        return urls;
    }
}
