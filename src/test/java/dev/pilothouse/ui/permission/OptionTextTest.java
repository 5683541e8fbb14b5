package dev.pilothouse.ui.permission;

import static dev.pilothouse.model.PendingOption.Kind.ALLOW_ALWAYS;
import static dev.pilothouse.model.PendingOption.Kind.ALLOW_ONCE;
import static dev.pilothouse.model.PendingOption.Kind.OTHER;
import static dev.pilothouse.model.PendingOption.Kind.REJECT_ALWAYS;
import static dev.pilothouse.model.PendingOption.Kind.REJECT_ONCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.PendingOption;
import org.junit.jupiter.api.Test;

class OptionTextTest {
    private static OptionText.Name judge(String name, PendingOption.Kind kind) {
        return OptionText.check(new PendingOption("o", name, kind));
    }

    @Test
    void theNamesThatAgentsUseTellWhatTheyDo() {
        assertThat(judge("Allow", ALLOW_ONCE)).isEqualTo(OptionText.Name.TELLS);
        assertThat(judge("Allow once", ALLOW_ONCE)).isEqualTo(OptionText.Name.TELLS);
        assertThat(judge("Always Allow", ALLOW_ALWAYS)).isEqualTo(OptionText.Name.TELLS);
        assertThat(judge("Always allow npm", ALLOW_ALWAYS)).isEqualTo(OptionText.Name.TELLS);
        assertThat(judge("Yes, and don\u2019t ask again for npm", ALLOW_ALWAYS)).isEqualTo(OptionText.Name.TELLS);
        assertThat(judge("Allow for this session", ALLOW_ALWAYS)).isEqualTo(OptionText.Name.TELLS);
        assertThat(judge("Yes, proceed", ALLOW_ONCE)).isEqualTo(OptionText.Name.TELLS);
        assertThat(judge("No, and tell the agent what to do", REJECT_ONCE)).isEqualTo(OptionText.Name.TELLS);
        assertThat(judge("Deny", REJECT_ONCE)).isEqualTo(OptionText.Name.TELLS);
        assertThat(judge("Reject", REJECT_ONCE)).isEqualTo(OptionText.Name.TELLS);
        assertThat(judge("Never allow", REJECT_ALWAYS)).isEqualTo(OptionText.Name.TELLS);
        assertThat(judge("North", OTHER)).isEqualTo(OptionText.Name.TELLS);
    }

    @Test
    void aNameThatSaysTheContraryIsFound() {
        assertThat(judge("Allow once", REJECT_ALWAYS)).isEqualTo(OptionText.Name.CONTRADICTS);
        assertThat(judge("Deny", ALLOW_ONCE)).isEqualTo(OptionText.Name.CONTRADICTS);
        assertThat(judge("Do not allow", ALLOW_ONCE)).isEqualTo(OptionText.Name.CONTRADICTS);
        assertThat(judge("Allow once", ALLOW_ALWAYS)).isEqualTo(OptionText.Name.CONTRADICTS);
        assertThat(judge("Always allow", ALLOW_ONCE)).isEqualTo(OptionText.Name.CONTRADICTS);
    }

    @Test
    void whatANameLeavesOutIsAdded() {
        assertThat(judge("Allow", ALLOW_ALWAYS)).isEqualTo(OptionText.Name.LEAVES_OUT);
        assertThat(judge("Weiter", ALLOW_ONCE)).isEqualTo(OptionText.Name.LEAVES_OUT);
        assertThat(OptionText.label(new PendingOption("o", "Allow", ALLOW_ALWAYS)))
                .isEqualTo("Allow (always allows)");
        assertThat(OptionText.label(new PendingOption("o", "Allow", ALLOW_ONCE)))
                .isEqualTo("Allow");
    }
}
