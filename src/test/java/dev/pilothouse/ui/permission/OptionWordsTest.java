package dev.pilothouse.ui.permission;

import static dev.pilothouse.model.PendingOption.Kind.ALLOW_ALWAYS;
import static dev.pilothouse.model.PendingOption.Kind.ALLOW_ONCE;
import static dev.pilothouse.model.PendingOption.Kind.OTHER;
import static dev.pilothouse.model.PendingOption.Kind.REJECT_ALWAYS;
import static dev.pilothouse.model.PendingOption.Kind.REJECT_ONCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.PendingOption;
import org.junit.jupiter.api.Test;

class OptionWordsTest {
    private static OptionWords.Name judge(String name, PendingOption.Kind kind) {
        return OptionWords.judge(new PendingOption("o", name, kind));
    }

    @Test
    void theNamesThatAgentsUseTellWhatTheyDo() {
        assertThat(judge("Allow", ALLOW_ONCE)).isEqualTo(OptionWords.Name.TELLS);
        assertThat(judge("Allow once", ALLOW_ONCE)).isEqualTo(OptionWords.Name.TELLS);
        assertThat(judge("Always Allow", ALLOW_ALWAYS)).isEqualTo(OptionWords.Name.TELLS);
        assertThat(judge("Always allow npm", ALLOW_ALWAYS)).isEqualTo(OptionWords.Name.TELLS);
        assertThat(judge("Yes, and don\u2019t ask again for npm", ALLOW_ALWAYS)).isEqualTo(OptionWords.Name.TELLS);
        assertThat(judge("Allow for this session", ALLOW_ALWAYS)).isEqualTo(OptionWords.Name.TELLS);
        assertThat(judge("Yes, proceed", ALLOW_ONCE)).isEqualTo(OptionWords.Name.TELLS);
        assertThat(judge("No, and tell the agent what to do", REJECT_ONCE)).isEqualTo(OptionWords.Name.TELLS);
        assertThat(judge("Deny", REJECT_ONCE)).isEqualTo(OptionWords.Name.TELLS);
        assertThat(judge("Reject", REJECT_ONCE)).isEqualTo(OptionWords.Name.TELLS);
        assertThat(judge("Never allow", REJECT_ALWAYS)).isEqualTo(OptionWords.Name.TELLS);
        assertThat(judge("North", OTHER)).isEqualTo(OptionWords.Name.TELLS);
    }

    @Test
    void aNameThatSaysTheContraryIsFound() {
        assertThat(judge("Allow once", REJECT_ALWAYS)).isEqualTo(OptionWords.Name.CONTRADICTS);
        assertThat(judge("Deny", ALLOW_ONCE)).isEqualTo(OptionWords.Name.CONTRADICTS);
        assertThat(judge("Do not allow", ALLOW_ONCE)).isEqualTo(OptionWords.Name.CONTRADICTS);
        assertThat(judge("Allow once", ALLOW_ALWAYS)).isEqualTo(OptionWords.Name.CONTRADICTS);
        assertThat(judge("Always allow", ALLOW_ONCE)).isEqualTo(OptionWords.Name.CONTRADICTS);
    }

    @Test
    void whatANameLeavesOutIsAdded() {
        assertThat(judge("Allow", ALLOW_ALWAYS)).isEqualTo(OptionWords.Name.LEAVES_OUT);
        assertThat(judge("Weiter", ALLOW_ONCE)).isEqualTo(OptionWords.Name.LEAVES_OUT);
        assertThat(OptionWords.label(new PendingOption("o", "Allow", ALLOW_ALWAYS)))
                .isEqualTo("Allow (allows it from now on)");
        assertThat(OptionWords.label(new PendingOption("o", "Allow", ALLOW_ONCE)))
                .isEqualTo("Allow");
    }
}
