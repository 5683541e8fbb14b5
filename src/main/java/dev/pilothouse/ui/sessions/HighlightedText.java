package dev.pilothouse.ui.sessions;

import dev.pilothouse.session.SearchHit;
import java.util.List;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/** A line of text with highlighted words. Confined to the FX thread. */
final class HighlightedText extends TextFlow {
    HighlightedText() {
        getStyleClass().add("marked-text");
        setMinWidth(0);
    }

    /** Marks beyond the end of the text are ignored. */
    void show(String text, List<SearchHit.Mark> marks) {
        getChildren().clear();
        int at = 0;
        for (SearchHit.Mark mark : marks) {
            if (mark.from() < at || mark.to() > text.length()) {
                continue;
            }
            add(text.substring(at, mark.from()), "marked-plain");
            add(text.substring(mark.from(), mark.to()), "marked-word");
            at = mark.to();
        }
        add(text.substring(at), "marked-plain");
    }

    private void add(String part, String styleClass) {
        if (!part.isEmpty()) {
            Text text = new Text(part);
            text.getStyleClass().add(styleClass);
            getChildren().add(text);
        }
    }
}
