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

    private LearnedHost() {}

    /** @param view of a host that is live. @return equal to {@code before} if nothing is new */
    public static PairedHost of(PairedHost before, HostView view) {
        // A host that does not share tells its loopback address only, which would lock out every other device.
        List<BridgeUrl> told =
                view.sharing().sharing() ? addresses(view.sharing().urls()) : List.of();
        return before.known(view.hostName(), told.isEmpty() ? before.urls() : told);
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
