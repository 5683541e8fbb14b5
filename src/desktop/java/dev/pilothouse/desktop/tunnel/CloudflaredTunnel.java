package dev.pilothouse.desktop.tunnel;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cloudflare's quick tunnel: needs no account, and has a new name after each start. It writes its lines to stderr.
 * Their formats come from {@code cmd/cloudflared/tunnel/quick_tunnel.go} of cloudflare/cloudflared, and for its
 * connections from published logs.
 */
final class CloudflaredTunnel implements Tunnel {
    static final HostText HINT = HostText.of(
            HostTextCode.TUNNEL_GET_FROM,
            "https://developers.cloudflare.com/cloudflare-one/connections/connect-networks/downloads/"
                    + " (macOS: brew install cloudflared; Windows: winget install Cloudflare.cloudflared)");

    /** Excludes the service's own address, which appears in error messages. */
    private static final Pattern URL =
            Pattern.compile("https://(?!api\\.)([a-z0-9-]{1,63}\\.trycloudflare\\.com)(?=[\\s|]|$)");

    private final PrivateFile emptyConfig;

    /** @param folder for a file of its own */
    CloudflaredTunnel(Path folder) {
        this.emptyConfig = new PrivateFile(folder.resolve("cloudflared.yml"));
    }

    @Override
    public TunnelStep begin(int port) {
        try {
            // With the user's own configuration, cloudflared would start that tunnel instead of a quick one.
            emptyConfig.write(new byte[0]);
        } catch (IOException e) {
            return new TunnelStep.Retry(HostText.of(
                    HostTextCode.TUNNEL_FILE_UNWRITABLE, emptyConfig.path(), String.valueOf(e.getMessage())));
        }
        List<String> command = List.of(
                "cloudflared",
                "tunnel",
                "--config",
                emptyConfig.path().toString(),
                // Otherwise it exits now and then to start a newer version.
                "--no-autoupdate",
                "--url",
                "http://127.0.0.1:" + port);
        return new TunnelStep.Serve(command, HINT, CloudflaredTunnel::urlIn, Registrations::new);
    }

    /**
     * Tracks its registered connections to Cloudflare's edge. Without any, the program keeps running and retries by
     * itself, but the address does not work meanwhile.
     */
    static final class Registrations implements TunnelStep.Edge {
        /**
         * Anchored, because only the beginning of a line comes from the program; the rest may contain text from users
         * of the tunnel.
         */
        private static final Pattern LINE = Pattern.compile("^\\S+ (?:INF|WRN|ERR) (Registered tunnel connection"
                + "|Unregistered tunnel connection|Retrying connection in up to|Connection terminated)\\b"
                + ".*?\\bconnIndex=(\\d{1,3})\\b");

        private final Set<String> registered = new HashSet<>();
        private boolean everRegistered;

        @Override
        public boolean onLine(String line) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.find()) {
                if (matcher.group(1).startsWith("Registered")) {
                    everRegistered = true;
                    registered.add(matcher.group(2));
                } else {
                    registered.remove(matcher.group(2));
                }
            }
            // The address is printed shortly before the first connection is registered.
            return !everRegistered || !registered.isEmpty();
        }
    }

    static Optional<BridgeUrl> urlIn(String line) {
        Matcher matcher = URL.matcher(line);
        return matcher.find() ? Optional.of(new BridgeUrl(true, matcher.group(1), 443)) : Optional.empty();
    }
}
