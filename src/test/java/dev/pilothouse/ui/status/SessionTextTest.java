package dev.pilothouse.ui.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.WatchLabel;
import dev.pilothouse.ui.text.Language;
import dev.pilothouse.ui.text.Texts;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionTextTest {

    @ParameterizedTest
    @CsvSource({
        "> Send `/help` to see more., Send /help to see more.",
        "- **done**: 3 files, done: 3 files",
        "## Summary, Summary",
        "2 * 3 is six_times_one, 2 * 3 is six_times_one",
        "---, ---"
    })
    void aLineOfMarkdownIsListedAsItIsRead(String line, String words) {
        assertThat(SessionText.plain(line)).isEqualTo(words);
    }

    @Test
    void aSentenceOfTheHostAmongTheLastLinesIsInTheLanguage() {
        SessionState state = SessionReducer.applyAll(
                SessionState.empty(new SessionId("s1")),
                List.of(
                        update(
                                1,
                                new SessionUpdate.SessionCreated(
                                        new AgentId("demo"), "Demo", "/s", "shop", SessionUpdate.StartWish.NONE)),
                        update(2, new SessionUpdate.AgentMessageChunk(new ItemId(2), "That turn is over, I think.")),
                        update(
                                3,
                                new SessionUpdate.Note(
                                        new ItemId(3),
                                        NoteLevel.INFO,
                                        "over",
                                        HostText.of(HostTextCode.TURN_OVER),
                                        ""))));
        SessionSummary summary = SessionSummary.of(state, WatchLabel.NONE, Instant.EPOCH);
        Texts.setLanguage(Language.GERMAN);

        assertThat(SessionText.lastLine(summary)).isEqualTo("Dieser Durchgang ist vorbei.");
        assertThat(SessionText.lastLines(summary))
                .isEqualTo("That turn is over, I think.\nDieser Durchgang ist vorbei.");
    }

    private static JournaledUpdate update(long seq, SessionUpdate update) {
        return new JournaledUpdate(seq, Instant.EPOCH, null, update);
    }

    @AfterEach
    void speakEnglishAgain() {
        Texts.setLanguage(Language.ENGLISH);
    }
}
