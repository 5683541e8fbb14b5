package dev.pilothouse.ui.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HostTextsTest {
    @AfterEach
    void speakEnglishAgain() {
        Texts.setLanguage(Language.ENGLISH);
    }

    private static Object[] samples(HostTextCode code) {
        return code.arguments().stream().map(name -> "<" + name + ">").toArray();
    }

    @ParameterizedTest
    @EnumSource(HostTextCode.class)
    void everyCodeHasATextInEveryLanguageWithTheSameArguments(HostTextCode code) {
        HostText sentence = HostText.of(code, samples(code));
        for (Language language : Language.values()) {
            Texts.setLanguage(language);
            String shown = HostTexts.text(sentence);
            for (Object sample : samples(code)) {
                assertThat(shown).as(language + " " + code).contains(sample.toString());
            }
            assertThat(shown).doesNotContain("{", "''");
            if (language == Language.ENGLISH) {
                assertThat(shown).isEqualTo(sentence.text());
            } else if (code.english().replaceAll("\\{\\w+}", "").matches("(?s).*[A-Za-z].*")) {
                assertThat(shown).as(language + " " + code).isNotEqualTo(sentence.text());
            }
        }
    }

    @Test
    void anUnknownCodeShowsTheTextOfTheHost() {
        Texts.setLanguage(Language.GERMAN);
        HostText newer = new HostText("The moon is full.", new HostText.Code("moonFull", Map.of()));
        assertThat(HostTexts.text(newer)).isEqualTo("The moon is full.");
        assertThat(HostTexts.text(HostText.untranslated("As it is."))).isEqualTo("As it is.");
    }

    @Test
    void aCodeThatLacksAnArgumentShowsTheTextOfTheHost() {
        Texts.setLanguage(Language.GERMAN);
        HostText other = new HostText(
                "No folder.", new HostText.Code("directoryMissing", Map.of("folder", HostText.untranslated("/x"))));
        assertThat(HostTexts.text(other)).isEqualTo("No folder.");
    }

    @Test
    void aSentenceWithinASentenceIsTranslatedToo() {
        Texts.setLanguage(Language.GERMAN);
        HostText closed = HostText.of(HostTextCode.QUESTION_CLOSED, HostText.of(HostTextCode.TURN_OVER));
        assertThat(HostTexts.text(closed)).isEqualTo("Diese Frage ist geschlossen. Dieser Durchgang ist vorbei.");
        assertThat(closed.text()).isEqualTo("This question is closed. That turn is over.");
    }

    @Test
    void severalSentencesAreTranslatedOneByOneAndLinesOfOthersStandBelow() {
        Texts.setLanguage(Language.GERMAN);
        HostText both = HostText.of(HostTextCode.TURN_OVER)
                .then(HostText.NONE)
                .then(HostText.of(HostTextCode.NOT_SENT))
                .then(HostText.untranslated("As it is."))
                .above("fatal: no space left");
        assertThat(HostTexts.text(both))
                .isEqualTo("Dieser Durchgang ist vorbei. Es wurde nicht gesendet. As it is.\nfatal: no space left");
        assertThat(both.text()).isEqualTo("That turn is over. It was not sent. As it is.\nfatal: no space left");
        assertThat(HostTexts.line(both.text(), both.code())).endsWith("As it is.");
    }

    @Test
    void anArgumentIsBoundedAndHasNoHiddenCharacters() {
        HostText sentence = HostText.of(HostTextCode.DIRECTORY_MISSING, "/a\u202eb" + "x".repeat(5_000));
        String path =
                Objects.requireNonNull(sentence.code().arguments().get("path")).text();
        assertThat(path.length()).isLessThan(4_010);
        assertThat(path).startsWith("/ab");
        assertThat(sentence.text()).contains(path);
    }

    @Test
    void theHostsOwnWindowIsNamedInTheLanguageAndOtherDevicesKeepTheirNames() {
        Texts.setLanguage(Language.GERMAN);
        assertThat(HostTexts.device("this computer")).isEqualTo("dieser Computer");
        assertThat(HostTexts.device("Pocket")).isEqualTo("Pocket");
    }

    @Test
    void theNoticeThatAQuestionIsCutIsTranslatedAndTheWordsOfTheAgentAreNot() {
        Texts.setLanguage(Language.GERMAN);
        assertThat(HostTexts.detail("**Not all is shown: the agent sent 3000000 characters.**\n\nSee *below*."))
                .isEqualTo("**Nicht alles wird gezeigt: Der Agent hat 3000000 Zeichen gesendet.**\n\nSee *below*.");
        assertThat(HostTexts.detail(
                        "**Not all is shown here. Open the session to see the whole question.**\n\nSee *below*."))
                .isEqualTo("**Hier wird nicht alles gezeigt. Die ganze Frage steht in der Sitzung.**\n\nSee *below*.");
        assertThat(HostTexts.detail("Not all is shown: the agent sent 3 characters."))
                .isEqualTo("Not all is shown: the agent sent 3 characters.");
    }

    @Test
    void aTimeWithinASentenceIsShownInTheFormatOfTheLanguage() {
        Texts.setLanguage(Language.GERMAN);
        Instant end = Instant.parse("2026-11-30T14:05:00Z");
        HostText ended = HostText.of(HostTextCode.BYE_EXPIRED, end);
        assertThat(HostTexts.text(ended)).contains(TimeFormatter.date(end)).doesNotContain("2026-11-30T");
        assertThat(HostTexts.text(HostText.of(HostTextCode.DIRECTORY_MISSING, "/srv/Z")))
                .contains("/srv/Z");
    }
}
