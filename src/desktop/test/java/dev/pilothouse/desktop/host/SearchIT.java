package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SearchHit;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searching the messages of the demo agent's sessions, a real child process, over a real socket. */
class SearchIT {
    @TempDir
    Path folder;

    @TempDir
    Path work;

    private TestHost host;

    @BeforeEach
    void start() {
        host = TestHost.on(folder);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private static HostMessage.SearchResults search(TestClient client, String text) {
        RequestId requestId = TestClient.newRequestId();
        client.send(new ClientMessage.Search(requestId, text, 50));
        return (HostMessage.SearchResults) client.await(
                "results for " + text,
                message -> message instanceof HostMessage.SearchResults results
                        && results.requestId().equals(requestId));
    }

    private SessionId said(TestClient client, String prompt) {
        SessionId session = client.session("demo", work.toString());
        client.awaitState(session, "idle", state -> state.activity().phase() == SessionPhase.IDLE);
        client.prompt(session, prompt);
        client.awaitState(session, "the turn's end", state -> state.lastTurn() != null);
        return session;
    }

    @Test
    void aViewerFindsThePlaceInEverySession() throws Exception {
        try (TestClient window = host.local();
                TestClient viewer = host.device("Phone", Scope.VIEW)) {
            SessionId first = said(window, "/refuse Mend the Zebra crossing");
            SessionId second = said(window, "/refuse to look at the zebra, then say why");

            HostMessage.SearchResults found = search(viewer, "zebra");

            assertThat(found.sessions()).isEqualTo(2);
            assertThat(found.more()).isFalse();
            assertThat(found.hits()).extracting(SearchHit::sessionId).contains(first, second);
            assertThat(found.hits())
                    .extracting(SearchHit::at)
                    .isSortedAccordingTo((one, other) -> other.compareTo(one));
            SearchHit hit = found.hits().stream()
                    .filter(each -> each.sessionId().equals(second) && each.kind() == SearchHit.Kind.USER)
                    .findFirst()
                    .orElseThrow();
            assertThat(hit.excerpt()).isEqualTo("/refuse to look at the zebra, then say why");
            assertThat(hit.marks()).containsExactly(new SearchHit.Mark(23, 28));
            SessionState state = window.state(second).orElseThrow();
            assertThat(state.transcript().find(hit.item()).orElseThrow()).isInstanceOf(Item.UserItem.class);
            assertThat(search(viewer, "\"zebra then\"").hits()).isEmpty();
            assertThat(search(viewer, "zebra crossing").hits())
                    .extracting(SearchHit::sessionId)
                    .containsOnly(first);
        }
        host.restart();
        try (TestClient window = host.local()) {
            assertThat(search(window, "ZEBRA CROSS").hits()).isNotEmpty();
        }
    }

    @Test
    void aSearchForNothingIsRefused() throws Exception {
        try (TestClient window = host.local()) {
            RequestId requestId = TestClient.newRequestId();
            window.send(new ClientMessage.Search(requestId, " \"\" ", 50));

            assertThat(window.refused(requestId).code()).isEqualTo(ErrorCode.BAD_REQUEST);
        }
    }
}
