package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.git.RepositoryReader.Content;
import dev.pilothouse.model.ChangeContent;
import dev.pilothouse.model.ChangePart;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeSplitterTest {
    private final ChangeSplitter splitter = new ChangeSplitter();
    private int reads;

    private ChangeContent piece(String path, long offset, int size) throws Exception {
        ClientMessage.ReadChange question = new ClientMessage.ReadChange(
                new RequestId("q1Z8x0yYbq6t3VfWmT0c9A"),
                new SessionId("s1"),
                path,
                "",
                ComparisonTarget.BASE,
                ChangePart.PATCH,
                offset);
        return splitter.piece(question, () -> {
            reads++;
            return new Content(new byte[size], List.of("logo.png"));
        });
    }

    @Test
    void thePiecesOfALargePatchAreReadOnceAndTogetherAreTheWhole() throws Exception {
        int size = ChangeSplitter.PIECE + 5;

        ChangeContent first = piece("", 0, size);
        piece("other", 0, 3);
        ChangeContent second = piece("", ChangeSplitter.PIECE, size);

        assertThat(Base64.getDecoder().decode(first.data())).hasSize(ChangeSplitter.PIECE);
        assertThat(Base64.getDecoder().decode(second.data())).hasSize(5);
        assertThat(List.of(first.total(), second.total())).containsOnly((long) size);
        assertThat(second.content()).isEqualTo(first.content());
        assertThat(first.omitted()).containsExactly("logo.png");
        assertThat(second.omitted()).isEmpty();
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void anotherContentHasAnotherId() throws Exception {
        ChangeContent first = piece("", 0, ChangeSplitter.PIECE + 5);
        piece("other", 0, ChangeSplitter.PIECE + 5);

        assertThat(piece("", ChangeSplitter.PIECE, ChangeSplitter.PIECE + 6).content())
                .isNotEqualTo(first.content());
    }
}
