package dev.pilothouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.session.Intent;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class IntentDigestTest {
    private static Intent intent(String json) throws CodecException {
        byte[] frame = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return ((ClientMessage.Submit) BridgeCodec.decodeClient(frame)).intent();
    }

    private static String digest(String json) throws CodecException {
        return BridgeCodec.digest(intent(json));
    }

    /**
     * Hosts store digests in their journals. A changed digest would refuse intents that are resent after an update of
     * the host.
     */
    @Test
    void theDigestsOfIntentsAreTheSameInEveryVersion() {
        Map<String, String> digests = new TreeMap<>();
        Examples.client().forEach((name, message) -> {
            if (message instanceof ClientMessage.Submit submit) {
                digests.put(name, BridgeCodec.digest(submit.intent()));
            }
        });

        assertThat(digests.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining("\n")))
                .isEqualTo("""
                    addComment Ko9pUDF_2B4
                    answer 8VPNuHYYLdA
                    answer-decline 5l6ub4mMD2k
                    answer-form IxSzvOee4W8
                    answer-text iRY3BhZ2FNk
                    cancel QDA-wCknDAw
                    closeSession 8piEhn5EXUY
                    createSession p9b-IMCKNi4
                    createSession-branch ejbnLBZN_kU
                    createSession-continue ngY5OU_cvgg
                    createSession-fork o0ibQfUuu9M
                    createSession-profile PQhrn847EfE
                    createSession-worktree LRpIayGxutw
                    deleteComment WIcByVj_yBA
                    deleteSession aWiRu5XKFCY
                    deleteSession-agent IMqDl8nKEno
                    editComment WvqmytHBtxI
                    editQueued H79g4pXD8GY
                    moveQueued zGIK8b9aTXI
                    organise CSJYpYjsUFA
                    prompt 5RIBlGLPDVM
                    prompt-attachments BHQeMZqwrv0
                    removeQueued rz9Rx793v94
                    renameSession -w-40EE4eJk
                    resolveComment fMX7oVC8IkA
                    restoreFiles s5-7gk6yB1E
                    resumeSession M7_XHENMN9o
                    sendQueued u10WjFKk-m8
                    sendReview JL4hjISY2-8
                    setMode 9P3efnL-brw
                    setModel -lH2YcScmbs
                    setOption 30LQgHg4Txw\
                    """);
    }

    @Test
    void theOrderOfMembersAndWhatHasItsDefaultDoNotCount() throws Exception {
        assertThat(digest(
                        "{'type':'answer','requestId':'r','sessionId':'s','pendingId':'p','values':{'a':'1','b':'2'}}"))
                .isEqualTo(
                        digest(
                                "{'values':{'b':'2','a':'1'},'pendingId':'p','sessionId':'s','requestId':'q','type':'answer'}"));
        assertThat(digest("{'type':'prompt','requestId':'r','sessionId':'s','text':'t','attachments':[]}"))
                .isEqualTo(digest(
                        "{'type':'prompt','requestId':'r','sessionId':'s','text':'t','whenBusy':'queue','later':1}"));
    }

    @Test
    void whateverDiffersCounts() throws Exception {
        String prompt = digest("{'type':'prompt','requestId':'r','sessionId':'s','text':'t'}");

        assertThat(prompt)
                .isNotEqualTo(digest("{'type':'prompt','requestId':'r','sessionId':'s','text':'T'}"))
                .isNotEqualTo(digest("{'type':'prompt','requestId':'r','sessionId':'s2','text':'t'}"))
                .isNotEqualTo(
                        digest("{'type':'prompt','requestId':'r','sessionId':'s','text':'t','whenBusy':'steer'}"));
    }
}
