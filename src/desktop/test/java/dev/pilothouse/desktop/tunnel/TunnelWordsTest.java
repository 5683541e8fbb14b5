package dev.pilothouse.desktop.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.pairing.BridgeUrl;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TunnelWordsTest {
    private static Optional<String> text(Optional<BridgeUrl> url) {
        return url.map(BridgeUrl::toString);
    }

    @Test
    void cloudflaredsOwnServiceIsNoTunnel() {
        assertThat(CloudflaredTunnel.urlIn(
                        "failed to request quick Tunnel: Post \"https://api.trycloudflare.com/tunnel\": EOF"))
                .isEmpty();
        assertThat(CloudflaredTunnel.urlIn("INF |  https://a-b.trycloudflare.com.evil.example  |"))
                .isEmpty();
        assertThat(CloudflaredTunnel.urlIn("INF |  http://a-b.trycloudflare.com  |"))
                .isEmpty();
        assertThat(text(CloudflaredTunnel.urlIn("INF |  https://a-b.trycloudflare.com|")))
                .contains("wss://a-b.trycloudflare.com");
    }

    @Test
    void aDevTunnelsAddressIsTheOneWithThePortInItsName() {
        assertThat(text(DevTunnel.urlIn(
                        "Connect via browser: https://x1.euw.devtunnels.ms:3000, https://x1-3000.euw.devtunnels.ms",
                        3000)))
                .contains("wss://x1-3000.euw.devtunnels.ms");
        assertThat(text(DevTunnel.urlIn("Hosting port 5454 at https://l3rs99qw-5454.usw2.devtunnels.ms/", 5454)))
                .contains("wss://l3rs99qw-5454.usw2.devtunnels.ms");
        assertThat(DevTunnel.urlIn("Inspect network activity: https://x1-3000-inspect.euw.devtunnels.ms", 3000))
                .isEmpty();
        assertThat(DevTunnel.urlIn("Connect via browser: https://x1-3001.euw.devtunnels.ms", 3000))
                .isEmpty();
        assertThat(DevTunnel.urlIn("Connect via browser: https://x1-3000.euw.devtunnels.ms.evil.example", 3000))
                .isEmpty();
    }

    @Test
    void aCommandsAddressIsAPageOrABareName() {
        Pattern pattern = Pattern.compile("https?://[a-z.:0-9]+|[a-z]+\\.example");
        assertThat(text(CommandTunnel.urlIn("up at https://a.example", pattern)))
                .contains("wss://a.example");
        assertThat(text(CommandTunnel.urlIn("up at https://a.example:8443", pattern)))
                .contains("wss://a.example:8443");
        assertThat(text(CommandTunnel.urlIn("up at http://a.example:8080", pattern)))
                .contains("ws://a.example:8080");
        assertThat(text(CommandTunnel.urlIn("name b.example", pattern))).contains("wss://b.example");
        assertThat(CommandTunnel.urlIn("https://....", Pattern.compile("https://\\S+")))
                .isEmpty();
    }
}
