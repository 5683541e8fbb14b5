package dev.pilothouse.ui.fx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class StyleSheetsTest {
    @Test
    void textAndTheRoomOfALineGrowTogetherAndPanesAndHairlinesStay() {
        assertThat(StyleSheets.scale(
                        ".a { -fx-font-size: 14px; -fx-min-height: 32px; } .b { -fx-pref-width: 272px; -fx-max-height: 1px; -fx-padding: 8px; }",
                        1.5))
                .isEqualTo(
                        ".a { -fx-font-size: 21.0px; -fx-min-height: 48.0px; } .b { -fx-pref-width: 272px; -fx-max-height: 1px; -fx-padding: 8px; }");
    }

    @Test
    void aScaledSheetHoldsAllRulesOfItsFile() {
        String address = StyleSheets.scaled("transcript.css", 24 / 14.0);
        String rules = new String(Base64.getDecoder().decode(address.substring(address.indexOf(',') + 1)));

        assertThat(rules).contains(".transcript-list").contains("-fx-font-size: 24.0px");
    }

    /**
     * JavaFX compares the type of a node before its style classes, which takes a tenth of the time. It looks for the form of the
     * window among all ancestors of each node.
     */
    @Test
    void aRuleForAFormOfTheWindowNamesTheTypeThatHasIt() throws IOException {
        for (String name : Theme.RULES) {
            try (InputStream in = new URL(StyleSheets.address(name)).openStream()) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .as(name)
                        .doesNotContainPattern("(^|[\\s,])\\.(phone|density-\\w+|messages-\\w+)[ .]");
            }
        }
    }
}
