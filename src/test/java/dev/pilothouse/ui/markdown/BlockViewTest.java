package dev.pilothouse.ui.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class BlockViewTest {

    @Test
    void aScreenReaderGetsTheWholeBlockAsOneText() {
        BlockView view = shown("- some **strong** words with `code`\n");

        assertThat(view.getAccessibleRole()).isEqualTo(AccessibleRole.TEXT);
        assertThat(view.queryAccessibleAttribute(AccessibleAttribute.TEXT))
                .isEqualTo("\u2022 some strong words with code");
    }

    @Test
    void codeIsReadTooAndKeepsItsButton() {
        BlockView view = shown("```java\nreturn 1;\n```\n");

        assertThat(view.getAccessibleRole()).isEqualTo(AccessibleRole.PARENT);
        assertThat(view.queryAccessibleAttribute(AccessibleAttribute.TEXT)).isEqualTo("return 1;");
    }

    private static BlockView shown(String markdown) {
        return WaitForAsyncUtils.waitForAsyncFx(10_000, () -> {
            BlockView view = new BlockView(link -> {}, text -> {});
            view.show(MarkdownText.of(markdown).blocks().get(0));
            return view;
        });
    }
}
