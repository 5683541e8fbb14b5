package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.pilothouse.desktop.power.SleepInhibitor;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.PairingRequest;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.AdminCommand;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.protocol.StrictJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that our client never sends, over a real socket. Each gets an answer. */
class InvalidMessagesIT {
    @TempDir
    static Path folder;

    private static TestHost host;

    @BeforeAll
    static void start() {
        host = TestHost.on(folder.resolve("host"));
    }

    @AfterAll
    static void end() {
        host.close();
    }

    private RawClient device(Scope scope) throws Exception {
        return new RawClient(host.ticket(scope)).paired();
    }

    @Test
    void aRequestWithAMemberThatIsMissingIsAnsweredUnderItsRequestId() throws Exception {
        try (RawClient device = device(Scope.STEER)) {
            HostMessage.Failure intent = device.refused("{'type':'prompt','requestId':'r1','sessionId':'s1'}");
            assertThat(intent.requestId()).isEqualTo(new RequestId("r1"));
            assertThat(intent.code()).isEqualTo(ErrorCode.BAD_REQUEST);
            assertThat(intent.text()).contains("text is missing");
            HostMessage.Failure search = device.refused("{'type':'search','requestId':'r2','text':1,'limit':1}");
            assertThat(search.requestId()).isEqualTo(new RequestId("r2"));
            HostMessage.Failure admin = device.refused("{'type':'setScope','requestId':'r3','scope':'all'}");
            assertThat(admin.requestId()).isEqualTo(new RequestId("r3"));
            HostMessage.Failure none = device.refused("{'type':'devices','requestId':'white space'}");
            assertThat(none.requestId()).isNull();
            assertThat(none.code()).isEqualTo(ErrorCode.BAD_REQUEST);
        }
    }

    @Test
    void aRequestOfAnUnknownTypeIsAnsweredAndAnyOtherMessageOfOneIsIgnored() throws Exception {
        try (RawClient device = device(Scope.VIEW)) {
            device.send("{'type':'hologram'}");
            HostMessage.Failure answer = device.refused("{'type':'hologram','requestId':'r1'}");

            assertThat(answer.requestId()).isEqualTo(new RequestId("r1"));
            assertThat(answer.code()).isEqualTo(ErrorCode.BAD_REQUEST);
        }
    }

    @Test
    void anErrorAboutASubscriptionNamesIt() throws Exception {
        try (RawClient device = device(Scope.VIEW)) {
            HostMessage.Failure missing = device.refused("{'type':'subscribe','sub':7,'sessionId':'s-none'}");
            assertThat(missing.sub()).isEqualTo(7);
            assertThat(missing.code()).isEqualTo(ErrorCode.NO_SUCH_SESSION);
            HostMessage.Failure invalid = device.refused("{'type':'subscribe','sub':8}");
            assertThat(invalid.sub()).isEqualTo(8);
            assertThat(invalid.code()).isEqualTo(ErrorCode.BAD_REQUEST);
            HostMessage.Failure history = device.refused("{'type':'history','sub':9,'beforeBorn':5,'limit':1}");
            assertThat(history.sub()).isEqualTo(9);
            assertThat(history.code()).isEqualTo(ErrorCode.NO_SUCH_SESSION);
            assertThat(device.refused("{'type':'subscribe','sub':0,'sessionId':'s1'}")
                            .sub())
                    .isZero();
        }
    }

    @Test
    void aPingWhoseNonceIsOutOfBoundsIsRefused() throws Exception {
        try (RawClient device = device(Scope.VIEW)) {
            device.send("{'type':'ping','nonce':9007199254740991}");
            assertThat(device.await(HostMessage.Pong.class).nonce()).isEqualTo(9007199254740991L);
            for (String nonce : new String[] {"9007199254740992", "-1", "1.5"}) {
                HostMessage.Failure refused = device.refused("{'type':'ping','nonce':" + nonce + "}");
                assertThat(refused.code()).as(nonce).isEqualTo(ErrorCode.BAD_REQUEST);
                assertThat(refused.text()).as(nonce).contains("nonce");
            }
        }
    }

    @Test
    void anyNumberOfMessagesThatAreNotValidLeavesTheConnectionOpen() throws Exception {
        try (RawClient device = device(Scope.VIEW)) {
            for (int i = 0; i < 40; i++) {
                assertThat(device.refused("{'type':'listDirectory','requestId':'r" + i + "','path':1}")
                                .requestId())
                        .isEqualTo(new RequestId("r" + i));
            }
            device.send("{'type':'ping','nonce':1}");
            device.await(HostMessage.Pong.class);
        }
    }

    @Test
    void theSeventeenthMessageThatCannotBeReadEndsTheConnectionWithABye() throws Exception {
        try (RawClient device = device(Scope.VIEW)) {
            String[] unreadable = {"no JSON", "[]", "{}", "{'type':5}"};
            for (int i = 0; i < 16; i++) {
                HostMessage.Failure answer = device.refused(unreadable[i % unreadable.length]);
                assertThat(answer.requestId()).isNull();
                assertThat(answer.code()).isEqualTo(ErrorCode.BAD_REQUEST);
            }
            device.send("no JSON");

            assertThat(device.await(HostMessage.Bye.class).code()).isEqualTo(ErrorCode.BAD_REQUEST);
            device.awaitClosed();
        }
    }

    @Test
    void aFirstMessageThatCannotBeReadOrIsNotValidIsAnsweredByABye() throws Exception {
        for (String first : new String[] {"no JSON", "{'type':'hello'}", "{'type':'ping','nonce':1}"}) {
            try (RawClient device = new RawClient(host.ticket(Scope.VIEW))) {
                device.send(first);

                assertThat(device.await(HostMessage.Bye.class).code()).as(first).isEqualTo(ErrorCode.BAD_REQUEST);
                device.awaitClosed();
            }
        }
    }

    /** Requests that would listen on a network, or start other programs, are left out. */
    private static final Set<String> NOT_TRIED = Set.of("hello", "pair", "setSharing", "setTunnel", "listExternal");

    private static final List<JsonElement> ODD = List.of(
            JsonNull.INSTANCE,
            new JsonPrimitive(""),
            new JsonPrimitive("\u0000\ud800 /.."),
            new JsonPrimitive("x".repeat(300)),
            new JsonPrimitive(-1),
            new JsonPrimitive(0),
            new JsonPrimitive(999_999_999_999_999_999L),
            new JsonPrimitive(0.5),
            new JsonPrimitive(true),
            new JsonArray(),
            new JsonObject());

    @Test
    void aRequestWithAnyOddMemberGetsAnAnswer() throws Exception {
        try (TestClient window = host.local();
                RawClient device = device(Scope.ADMIN)) {
            SessionId session = window.session("demo", folder.toString());
            Map<String, JsonObject> requests = new LinkedHashMap<>();
            for (JsonObject golden : goldenRequests()) {
                for (String member : List.copyOf(golden.keySet())) {
                    for (JsonElement odd : ODD) {
                        JsonObject request = golden.deepCopy();
                        if (request.has("sessionId")) {
                            request.addProperty("sessionId", session.value());
                        }
                        if (request.has("agentId")) {
                            request.addProperty("agentId", "no-such-agent");
                        }
                        request.addProperty("requestId", "odd-" + requests.size());
                        if (!member.equals("type") && !member.equals("requestId")) {
                            request.add(member, odd);
                            requests.put("odd-" + requests.size(), request);
                        }
                    }
                }
            }
            assertThat(requests).hasSizeGreaterThan(500);
            for (JsonObject request : requests.values()) {
                device.send(StrictJson.write(request).getBytes(StandardCharsets.UTF_8));
            }

            assertThat(device.awaitAnswers(requests.keySet()))
                    .allSatisfy((id, answer) -> assertThat(
                                    answer.has("code") ? answer.get("code").getAsString() : "")
                            .as("%s to %s", answer, requests.get(id))
                            .isNotEqualTo("internal"));
        }
    }

    /** The golden messages that have a request id. */
    private static List<JsonObject> goldenRequests() throws Exception {
        List<JsonObject> requests = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("src/test/resources/golden/client"))) {
            for (Path file : files) {
                JsonObject message = StrictJson.parseObject(Files.readString(file));
                if (message.has("requestId")
                        && !NOT_TRIED.contains(message.get("type").getAsString())) {
                    requests.add(message);
                }
            }
        }
        return requests;
    }

    @Test
    void helloAfterTheWelcomeIsRefusedAndChangesNothing() throws Exception {
        try (RawClient device = device(Scope.VIEW)) {
            assertThat(device.refused("{'type':'hello','protocol':{'min':1,'max':1}}")
                            .code())
                    .isEqualTo(ErrorCode.BAD_REQUEST);
            device.send("{'type':'ping','nonce':1}");
            device.await(HostMessage.Pong.class);
        }
    }

    @Test
    void whatADeviceAsksBeforeItIsLetInIsRefusedUnderItsRequestId() throws Exception {
        HostOptions asks = new HostOptions(
                folder.resolve("asking"), 0, false, false, "Test host", null, Optional.of(SleepInhibitor.When.NEVER));
        try (ServerManager asking = ((HostStartResult.Started) ServerManager.start(asks)).host();
                TestClient window = TestClient.local(asking).hello();
                RawClient device = new RawClient(TestHost.ticket(asking, Scope.STEER))) {
            device.pair();
            String code = device.await(HostMessage.PairingPending.class).code();

            HostMessage.Failure early =
                    device.refused("{'type':'prompt','requestId':'r1','sessionId':'s1','text':'now'}");
            assertThat(early.requestId()).isEqualTo(new RequestId("r1"));
            assertThat(early.code()).isEqualTo(ErrorCode.BAD_REQUEST);
            assertThat(device.refused("{'type':'prompt','requestId':'r2'}").requestId())
                    .isEqualTo(new RequestId("r2"));
            device.send("{'type':'ping','nonce':3}");
            device.await(HostMessage.Pong.class);
            PairingRequest asked =
                    window.awaitHeard(HostMessage.PairingAsked.class).asking().get(0);
            assertThat(window.admin(new AdminCommand.Approve(asked.deviceId(), code)))
                    .isInstanceOf(HostMessage.Ack.class);
            device.await(HostMessage.Welcome.class);
        }
    }
}
