package dev.pilothouse.platform.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gluonhq.attach.share.ShareService;
import dev.pilothouse.platform.TextShare;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AttachShareTest {
    private final ScriptedService service = new ScriptedService();
    private final TextShare share = new AttachShare(service);

    @Test
    void aTextGoesOutAsItIs() {
        String longest = "x".repeat(TextShare.MAX_CHARACTERS);

        share.share("line 1\nline 2 \u00e9\ud83d\ude80");
        share.share(longest);

        assertThat(service.shared).containsExactly("line 1\nline 2 \u00e9\ud83d\ude80", longest);
    }

    @Test
    void nothingAndTooMuchNeverReachTheDevice() {
        assertThatThrownBy(() -> share.share(" \n")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> share.share("x".repeat(TextShare.MAX_CHARACTERS + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("xxx");
        assertThat(service.shared).isEmpty();
    }

    /** A phone's service that the test controls. */
    private static final class ScriptedService implements ShareService {
        private final List<String> shared = new ArrayList<>();

        @Override
        public void share(String text) {
            shared.add(text);
        }

        @Override
        public void share(String subject, String text) {
            throw new AssertionError("there are no subjects");
        }

        @Override
        public void share(String type, File file) {
            throw new AssertionError("no file is made");
        }

        @Override
        public void share(String subject, String text, String type, File file) {
            throw new AssertionError("no file is made");
        }
    }
}
