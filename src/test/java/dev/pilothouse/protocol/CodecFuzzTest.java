package dev.pilothouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.testing.Fuzz;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Malformed input in place of every message. */
class CodecFuzzTest {
    private static final List<byte[]> CLIENT =
            Examples.client().values().stream().map(BridgeCodec::encode).toList();
    private static final List<byte[]> HOST =
            Examples.host().values().stream().map(BridgeCodec::encode).toList();

    @Test
    void whateverADeviceSendsIsAMessageOrACodecException() {
        Fuzz.check(random -> {
            byte[] frame = Fuzz.bytes(random, CLIENT);
            try {
                ClientMessage message = BridgeCodec.decodeClient(frame);
                // A decoded message must be encodable and decodable again.
                assertThat(BridgeCodec.encode(BridgeCodec.decodeClient(BridgeCodec.encode(message))))
                        .isEqualTo(BridgeCodec.encode(message));
            } catch (CodecException e) {
                assertThat(e.getMessage()).isNotBlank().doesNotContain("\n").hasSizeLessThan(300);
            }
        });
    }

    @Test
    void whateverAHostSendsIsAMessageOrACodecException() {
        Fuzz.check(random -> {
            byte[] frame = Fuzz.bytes(random, HOST);
            try {
                HostMessage message = BridgeCodec.decodeHost(frame);
                assertThat(BridgeCodec.encode(BridgeCodec.decodeHost(BridgeCodec.encode(message))))
                        .isEqualTo(BridgeCodec.encode(message));
            } catch (CodecException e) {
                assertThat(e.getMessage()).isNotBlank().doesNotContain("\n").hasSizeLessThan(300);
            }
        });
    }
}
