package dev.pilothouse.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionTemplateTest {
    private static final SessionTemplate FIX = new SessionTemplate(
            "Fix", "demo", "/src/{{project}}", "fix-{{issue}}", "", "Fix {{ issue }} in {{file name}}. {{issue}}");

    @Test
    void blanksAreNamedOnceInTheOrderOfTheirUse() {
        assertThat(FIX.blanks()).containsExactly("project", "issue", "file name");
    }

    @Test
    void otherBracesAreNoBlanks() {
        SessionTemplate plain = new SessionTemplate("a", "", "", "", "", "{{}} {a} {{ }} {{a\nb}} {{{ok}}} {{-x}}");
        assertThat(plain.blanks()).containsExactly("ok");
    }

    @Test
    void aBlankWithoutAValueIsNamedAndStays() {
        Map<String, String> values = Map.of("project", "shop", "issue", " ");

        assertThat(FIX.missing(values)).containsExactly("issue", "file name");
        assertThat(FIX.filled(values).directory()).isEqualTo("/src/shop");
        assertThat(FIX.filled(values).branch()).isEqualTo("fix-{{issue}}");
    }

    @Test
    void valuesAreTakenAsTheyAre() {
        Map<String, String> values = Map.of("project", "$1\\", "issue", "{{file name}}", "file name", "a b");

        SessionTemplate filled = FIX.filled(values);
        assertThat(filled.directory()).isEqualTo("/src/$1\\");
        assertThat(filled.prompt()).isEqualTo("Fix {{file name}} in a b. {{file name}}");
    }
}
