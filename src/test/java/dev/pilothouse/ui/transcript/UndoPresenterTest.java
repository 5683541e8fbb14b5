package dev.pilothouse.ui.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.RestoredFile;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.HostGateway.Preview;
import dev.pilothouse.session.HostGateway.Reply;
import dev.pilothouse.session.Intent;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.SampleHosts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class UndoPresenterTest {
    private static final String SNAPSHOT = "20261129-090000000-0a1b2c3d";
    private static final SessionId SESSION = new SessionId("s15");

    private final FakeHost host = SampleHosts.aWorkingDay().local();
    private final List<String> notices = new ArrayList<>();

    private UndoPresenter open() {
        return new UndoPresenter(host.link(), SESSION, SNAPSHOT, true, Runnable::run, notices::add);
    }

    @Test
    void theFilesThatWouldChangeAreListedBeforeAnythingIsSent() {
        RestoredFile file = new RestoredFile("a.txt", RestoredFile.Kind.MODIFIED);
        CompletableFuture<Reply<Preview>> answer = new CompletableFuture<>();
        host.answerPreviews(answer);
        UndoPresenter undo = open();
        assertThat(undo.shownProperty().get().loading()).isTrue();
        answer.complete(new Reply.Value<>(new Preview(List.of(file), 3)));
        assertThat(undo.shownProperty().get()).isEqualTo(new UndoPresenter.Shown(false, "", List.of(file), 3));
        assertThat(host.intents()).isEmpty();
        undo.confirm();
        assertThat(host.intents()).containsExactly(new Intent.RestoreFiles(SESSION, SNAPSHOT));
    }

    @Test
    void aRefusedListGivesTheReasonAndCanBeRequestedAgain() {
        host.answerPreviews(
                CompletableFuture.completedFuture(new Reply.Refused<>(ErrorCode.CLOSED, "It may have expired.")));
        UndoPresenter undo = open();
        assertThat(undo.shownProperty().get().problem()).isEqualTo("It may have expired.");
        host.answerPreviews(CompletableFuture.completedFuture(new Reply.Value<>(new Preview(List.of(), 0))));
        undo.load();
        assertThat(undo.shownProperty().get().problem()).isEmpty();
    }
}
