package dev.pilothouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FoldVersionTest {
    /**
     * Devices and hosts keep folded states and drop those of another version. If this digest changes although the examples
     * have not, or if an update has new members that the state keeps, raise {@link SessionReducer#VERSION}.
     */
    @Test
    void anotherFoldHasAnotherVersion() throws Exception {
        SessionState state = SessionState.empty(new SessionId("s1"));
        for (int round = 0; round < 2; round++) {
            for (SessionUpdate update : Examples.updates().values()) {
                long seq = state.seq() + 1;
                JournaledUpdate journaled = new JournaledUpdate(
                        seq,
                        Instant.ofEpochSecond(seq),
                        Examples.journaled(update).cause(),
                        update);
                state = SessionReducer.apply(state, journaled);
            }
        }
        byte[] hash = MessageDigest.getInstance("SHA-256")
                .digest(StrictJson.write(StateCodec.encode(state)).getBytes(StandardCharsets.UTF_8));

        assertThat("version " + SessionReducer.VERSION + ", states "
                        + HexFormat.of().formatHex(hash, 0, 8))
                .isEqualTo("version 11, states cff6ba8d7d052094");
    }
}
