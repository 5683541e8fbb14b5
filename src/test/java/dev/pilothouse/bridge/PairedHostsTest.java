package dev.pilothouse.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.cache.ClientCache;
import dev.pilothouse.cache.HostCache;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SharingInfo;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.pairing.PairedHostStore;
import dev.pilothouse.pairing.PairingTicket;
import dev.pilothouse.pairing.SecurePairedHostStore;
import dev.pilothouse.pairing.TicketSecret;
import dev.pilothouse.platform.MemorySecureStore;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.pulse.ManualClock;
import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.secure.PublicKey;
import dev.pilothouse.session.CachedSession;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.session.Hosts.PairingResult;
import dev.pilothouse.session.PendingIntent;
import dev.pilothouse.session.SessionStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PairedHostsTest {

    private static final PublicKey KEY = Identity.generate().publicKey();
    private static final BridgeUrl URL = BridgeUrl.parse("ws://192.168.1.5:7717");

    private final ManualClock clock = new ManualClock();
    private final ManualLane lane = new ManualLane("client-state", 1024, clock);
    private final MemorySecureStore secrets = new MemorySecureStore();
    private final PairedHostStore stored = new SecurePairedHostStore(secrets);
    private final ScriptedHost host = new ScriptedHost();
    private final List<PairedHost> reached = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final ClientSetup setup = new ClientSetup(lane, clock, clock::ticker, () -> 0.5, "test", "Phone", "Test");
    private int connectorsClosed;
    private final CacheOfOneHost cache = new CacheOfOneHost();
    private PairedHosts hosts = hosts(null);

    private PairedHosts hosts(PairedHosts.Local local) {
        return new PairedHosts(
                setup,
                stored,
                paired -> new Transport.Connector() {
                    @Override
                    public Transport connect(Transport.Listener to) {
                        reached.add(paired.get());
                        return host.connect(to);
                    }

                    @Override
                    public void close() {
                        connectorsClosed++;
                    }
                },
                new StoredSeenMarks(secrets),
                cache,
                local);
    }

    private final Hosts.Listener listener = new Hosts.Listener() {
        @Override
        public void linksChanged(List<HostLink> links) {
            told.add("links " + links.size());
        }

        @Override
        public void hostChanged(HostId hostId, boolean critical) {
            told.add("host");
        }

        @Override
        public void sessionChanged(HostId hostId, SessionId sessionId, boolean critical) {
            told.add("session " + sessionId);
        }

        @Override
        public void pairing(String hostName, String code) {
            told.add("pairing " + hostName + ' ' + code);
        }
    };

    private static String ticket() {
        return ticket(KEY);
    }

    private static String ticket(PublicKey key) {
        return PairingTicket.fitting(
                        ScriptedHost.HOST,
                        "Workshop",
                        key,
                        List.of(URL),
                        "AAAAAAAAAAA",
                        TicketSecret.random(new SecureRandom()),
                        Scope.STEER,
                        Instant.parse("2026-11-24T08:02:00Z"))
                .text();
    }

    private void settle() {
        boolean going = true;
        while (going) {
            going = lane.runAll() > 0;
            going |= host.hear();
            going |= host.say();
        }
        assertThat(lane.failures()).isEmpty();
    }

    private void elapse(Duration time) {
        settle();
        for (long i = 0; i < time.toSeconds(); i++) {
            clock.advance(Duration.ofSeconds(1));
            settle();
        }
    }

    private PairingResult paired() {
        CompletionStage<PairingResult> result = hosts.pair(ticket(), "");
        settle();
        host.last().welcome();
        settle();
        return result.toCompletableFuture().join();
    }

    @Test
    void pairingShowsTheCodeWaitsForThePersonAndKeepsTheLink() {
        hosts.start();
        hosts.listen(listener);
        CompletionStage<PairingResult> result = hosts.pair(ticket(), "");
        settle();
        assertThat(told).containsExactly("links 0", "pairing Workshop 123456");
        assertThat(result.toCompletableFuture()).isNotDone();
        assertThat(hosts.links()).isEmpty();
        host.last().welcome();
        settle();
        PairingResult.Paired paired =
                (PairingResult.Paired) result.toCompletableFuture().join();
        assertThat(hosts.links()).containsExactly(paired.link());
        assertThat(told).contains("links 1", "host");
        assertThat(paired.link().reader().host().connection()).isInstanceOf(ConnectionState.Live.class);
    }

    @Test
    void theHostIsStoredBeforeTheTicketIsProved() {
        hosts.start();
        hosts.pair(ticket(), "");
        lane.runAll();
        assertThat(host.heard(ClientMessage.Pair.class)).isEmpty();
        assertThat(stored.hosts()).extracting(PairedHost::hostId).containsExactly(ScriptedHost.HOST);
    }

    @Test
    void aRefusalRemovesTheHostAgainAndSaysWhy() {
        hosts.start();
        CompletionStage<PairingResult> result = hosts.pair(ticket(), "");
        settle();
        host.say(new HostMessage.Bye(ErrorCode.TICKET_USED, "This ticket was used already.", 0, 0));
        settle();
        assertThat(result.toCompletableFuture().join())
                .isEqualTo(new PairingResult.Failed(ErrorCode.TICKET_USED, "This ticket was used already."));
        assertThat(stored.hosts()).isEmpty();
        assertThat(hosts.links()).isEmpty();
    }

    @Test
    void aHostThatCouldNotStoreTheDeviceIsNotAskedAgainByItselfAndItsReasonIsTold() {
        hosts.start();
        CompletionStage<PairingResult> result = hosts.pair(ticket(), "");
        settle();
        host.say(new HostMessage.Bye(ErrorCode.JOURNAL_FAILED, "Its disk is full.", 0, 0));
        elapse(Duration.ofSeconds(10));
        assertThat(result.toCompletableFuture().join())
                .isEqualTo(new PairingResult.Failed(ErrorCode.JOURNAL_FAILED, "Its disk is full."));
        assertThat(host.connectionsMade()).isEqualTo(1);
    }

    @Test
    void aHostThatCannotBeReachedIsGivenUpAfterAFewAttempts() {
        host.setReachable(false);
        hosts.start();
        CompletionStage<PairingResult> result = hosts.pair(ticket(), "");
        elapse(Duration.ofSeconds(10));
        PairingResult.Failed failed =
                (PairingResult.Failed) result.toCompletableFuture().join();
        assertThat(failed.code()).isEqualTo(ErrorCode.UNREACHABLE);
        assertThat(failed.text()).contains("the host is not there");
        assertThat(stored.hosts()).isEmpty();
        assertThat(host.connectionsMade()).isEqualTo(3);
    }

    @Test
    void aCutWhileThePersonIsAskedIsNoEnd() {
        hosts.start();
        CompletionStage<PairingResult> result = hosts.pair(ticket(), "");
        settle();
        host.cut();
        elapse(Duration.ofSeconds(3));
        host.last().welcome();
        settle();
        assertThat(result.toCompletableFuture().join()).isInstanceOf(PairingResult.Paired.class);
    }

    @Test
    void aPersonWhoNeverAnswersEndsThePairing() {
        hosts.start();
        CompletionStage<PairingResult> result = hosts.pair(ticket(), "");
        elapse(Duration.ofSeconds(149));
        assertThat(result.toCompletableFuture()).isNotDone();
        elapse(Duration.ofSeconds(1));
        assertThat(((PairingResult.Failed) result.toCompletableFuture().join()).code())
                .isEqualTo(ErrorCode.UNREACHABLE);
        assertThat(stored.hosts()).isEmpty();
    }

    @Test
    void aTextThatIsNoTicketIsRefusedWithASentence() {
        hosts.start();
        PairingResult result = hosts.pair("hello", "").toCompletableFuture().join();
        assertThat(((PairingResult.Failed) result).code()).isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(((PairingResult.Failed) result).text()).isNotBlank();
    }

    @Test
    void pairingAgainWithAHostThatIsUpChangesNothing() {
        hosts.start();
        PairingResult first = paired();
        CompletionStage<PairingResult> second = hosts.pair(ticket(), "");
        settle();
        assertThat(second.toCompletableFuture().join()).isEqualTo(first);
        assertThat(host.heard(ClientMessage.Pair.class)).hasSize(1);
    }

    @Test
    void aDeviceThatWasRevokedCanPairAgain() {
        hosts.start();
        paired();
        host.say(new HostMessage.Bye(ErrorCode.REVOKED, "This device was removed.", 0, 0));
        settle();
        assertThat(hosts.links().get(0).reader().host().connection()).isInstanceOf(ConnectionState.Refused.class);
        assertThat(paired()).isInstanceOf(PairingResult.Paired.class);
        assertThat(hosts.links()).hasSize(1);
    }

    /** A paired host that cannot be reached. */
    private PairedHost lost() {
        PairedHost before = new PairedHost(ScriptedHost.HOST, "Desk", KEY, List.of(URL), Instant.EPOCH);
        stored.save(before);
        host.setReachable(false);
        hosts.start();
        settle();
        return before;
    }

    private static void assertAsked(CompletionStage<PairingResult> result, PublicKey ticketKey) {
        assertThat(result.toCompletableFuture().join())
                .isEqualTo(new PairingResult.OtherKey("Desk", KEY.fingerprint(), ticketKey.fingerprint()));
    }

    @Test
    void aTicketWithAnotherKeyForAPairedHostAsksSendsNothingAndChangesNothing() {
        PairedHost before = lost();
        HostLink link = hosts.links().get(0);
        host.setReachable(true);
        PublicKey other = Identity.generate().publicKey();

        CompletionStage<PairingResult> asked = hosts.pair(ticket(other), "");
        CompletionStage<PairingResult> forAnotherKey = hosts.pair(ticket(other), KEY.fingerprint());
        settle();

        assertAsked(asked, other);
        assertAsked(forAnotherKey, other);
        assertThat(host.heard(ClientMessage.Pair.class)).isEmpty();
        assertThat(stored.hosts()).containsExactly(before);
        assertThat(hosts.links()).containsExactly(link);
        assertThat(cache.forgotten).isZero();
    }

    @Test
    void aTicketWithAnotherKeyAsksAlsoWhileTheHostIsUp() {
        hosts.start();
        paired();
        PublicKey other = Identity.generate().publicKey();
        CompletionStage<PairingResult> result = hosts.pair(ticket(other), "");
        settle();
        assertThat(result.toCompletableFuture().join()).isInstanceOf(PairingResult.OtherKey.class);
        assertThat(hosts.links().get(0).reader().host().connection()).isInstanceOf(ConnectionState.Live.class);
        assertThat(stored.hosts()).extracting(PairedHost::key).containsExactly(KEY);
    }

    @Test
    void aKnownHostIsAskedAboutAlsoIfItsLinkWasNotMade() {
        stored.save(new PairedHost(ScriptedHost.HOST, "Desk", KEY, List.of(URL), Instant.EPOCH));
        PublicKey other = Identity.generate().publicKey();
        CompletionStage<PairingResult> result = hosts.pair(ticket(other), "");
        settle();
        assertAsked(result, other);
    }

    @Test
    void anAcceptedKeyReplacesTheOldOneOnceItHasProvedItselfAndGetsNothingOfTheOldHosts() {
        lost();
        cache.loaded = 0;
        PublicKey other = Identity.generate().publicKey();

        CompletionStage<PairingResult> result = hosts.pair(ticket(other), other.fingerprint());
        host.setReachable(true);
        settle();
        assertThat(stored.hosts()).extracting(PairedHost::key).containsExactly(KEY);
        assertThat(hosts.links()).hasSize(1);
        assertThat(cache.loaded).isZero();
        host.last().welcome();
        settle();

        PairingResult.Paired paired =
                (PairingResult.Paired) result.toCompletableFuture().join();
        assertThat(hosts.links()).containsExactly(paired.link());
        assertThat(paired.link().reader().host().connection()).isInstanceOf(ConnectionState.Live.class);
        assertThat(stored.hosts()).extracting(PairedHost::key).containsExactly(other);
        assertThat(cache.forgotten).isOne();
    }

    @Test
    void anAcceptedKeyThatIsNotProvedLeavesTheOldPairingAndItsCache() {
        PairedHost before = lost();
        HostLink link = hosts.links().get(0);
        PublicKey other = Identity.generate().publicKey();

        CompletionStage<PairingResult> result = hosts.pair(ticket(other), other.fingerprint());
        elapse(Duration.ofSeconds(10));

        assertThat(result.toCompletableFuture().join()).isInstanceOf(PairingResult.Failed.class);
        assertThat(stored.hosts()).containsExactly(before);
        assertThat(hosts.links()).containsExactly(link);
        assertThat(cache.forgotten).isZero();
    }

    @Test
    void aTicketOfAPairedHostThatLeadsNowhereLeavesThePairingAndItsCache() {
        PairedHost before = lost();
        HostLink link = hosts.links().get(0);

        CompletionStage<PairingResult> result = hosts.pair(ticket(), "");
        elapse(Duration.ofSeconds(10));
        assertThat(result.toCompletableFuture().join()).isInstanceOf(PairingResult.Failed.class);
        assertThat(stored.hosts()).containsExactly(before);
        assertThat(hosts.links()).containsExactly(link);
        assertThat(cache.forgotten).isZero();

        host.setReachable(true);
        elapse(Duration.ofSeconds(30));
        assertThat(link.reader().host().connection()).isInstanceOf(ConnectionState.Live.class);
    }

    @Test
    void aRefusedTicketOfAPairedHostLeavesThePairingAndItsCache() {
        PairedHost before = lost();
        CompletionStage<PairingResult> result = hosts.pair(ticket(), "");
        host.setReachable(true);
        settle();
        host.say(new HostMessage.Bye(ErrorCode.NOT_PAIRED, "This device is not paired.", 0, 0));
        settle();
        assertThat(result.toCompletableFuture().join()).isInstanceOf(PairingResult.Failed.class);
        assertThat(stored.hosts()).containsExactly(before);
        assertThat(cache.forgotten).isZero();
    }

    @Test
    void aPairingThatTheEndOfTheAppCutsOffLeavesThePairingThatWasThere() {
        PairedHost before = lost();
        CompletionStage<PairingResult> result = hosts.pair(ticket(), "");
        settle();
        hosts.close();
        settle();
        assertThat(result.toCompletableFuture().join()).isInstanceOf(PairingResult.Failed.class);
        assertThat(stored.hosts()).containsExactly(before);
        assertThat(cache.forgotten).isZero();
        assertThat(clock.alarms()).isZero();
    }

    /** Counts loads and deletions of the cache. */
    private static final class CacheOfOneHost implements ClientCache {
        private int loaded;
        private int forgotten;

        @Override
        public HostCache host(HostId hostId, SessionStore store, Lane state) {
            return new HostCache() {
                @Override
                public void load(Consumer<Kept> then) {
                    loaded++;
                    HostCache.NONE.load(then);
                }

                @Override
                public void loadSession(SessionId sessionId, Consumer<Optional<CachedSession>> then) {
                    HostCache.NONE.loadSession(sessionId, then);
                }

                @Override
                public void hostChanged() {
                    // Not counted.
                }

                @Override
                public void sessionChanged(SessionId sessionId) {
                    // Not counted.
                }

                @Override
                public void intentsChanged(List<PendingIntent> intents) {
                    // Not counted.
                }

                @Override
                public void flush() {
                    // Not counted.
                }

                @Override
                public void delete() {
                    forgotten++;
                }
            };
        }

        @Override
        public void retainHosts(Set<HostId> hosts) {
            // Not counted.
        }
    }

    @Test
    void pairedHostsAreThereAfterARestart() {
        stored.save(new PairedHost(ScriptedHost.HOST, "Workshop", KEY, List.of(URL), Instant.EPOCH));
        hosts.start();
        settle();
        assertThat(hosts.links()).hasSize(1);
        assertThat(hosts.links().get(0).reader().host().connection()).isInstanceOf(ConnectionState.Live.class);
        assertThat(host.heard(ClientMessage.Hello.class)).hasSize(1);
    }

    @Test
    void theLocalHostComesFirstAndCannotBeForgottenOrPairedWith() {
        hosts = hosts(new PairedHosts.Local(ScriptedHost.HOST, "Here", host));
        hosts.start();
        settle();
        assertThat(hosts.links()).extracting(HostLink::local).containsExactly(true);
        assertThat(hosts.links().get(0).reader().host().connection()).isInstanceOf(ConnectionState.Live.class);
        CompletionStage<Boolean> forgotten = hosts.forget(ScriptedHost.HOST);
        CompletionStage<PairingResult> result = hosts.pair(ticket(), "");
        settle();
        assertThat(forgotten.toCompletableFuture().join()).isFalse();
        assertThat(result.toCompletableFuture().join()).isInstanceOf(PairingResult.Failed.class);
    }

    @Test
    void aForgottenHostIsGoneFromTheDeviceToo() {
        hosts.start();
        paired();
        CompletionStage<Boolean> forgotten = hosts.forget(ScriptedHost.HOST);
        settle();
        assertThat(forgotten.toCompletableFuture().join()).isTrue();
        assertThat(hosts.links()).isEmpty();
        assertThat(stored.hosts()).isEmpty();
        assertThat(host.last().isClosedByClient()).isTrue();
    }

    @Test
    void newAddressesOfAHostThatSharesReplaceTheOldOnesAsAWhole() {
        hosts.start();
        paired();
        host.say(new HostMessage.SharingChanged(
                new SharingInfo(true, List.of("ws://10.0.0.7:7717", "not an address", "wss://x.example"))));
        settle();
        assertThat(stored.hosts().get(0).urls())
                .extracting(BridgeUrl::toString)
                .hasSize(2)
                .first()
                .isEqualTo("ws://10.0.0.7:7717");
        host.cut();
        elapse(Duration.ofSeconds(3));
        assertThat(reached.get(reached.size() - 1).urls()).hasSize(2);
    }

    @Test
    void theAddressOfATunnelIsLearnedAlsoFromAHostThatDoesNotShare() {
        hosts.start();
        paired();
        host.say(new HostMessage.SharingChanged(
                new SharingInfo(false, List.of("wss://x.example", "ws://127.0.0.1:7717"))));
        settle();
        assertThat(stored.hosts().get(0).urls())
                .extracting(BridgeUrl::toString)
                .containsExactly("wss://x.example", "ws://127.0.0.1:7717");
    }

    @Test
    void aHostThatDoesNotShareDoesNotLockTheDeviceOut() {
        hosts.start();
        paired();
        host.say(new HostMessage.SharingChanged(new SharingInfo(false, List.of("ws://127.0.0.1:7717"))));
        settle();
        assertThat(stored.hosts().get(0).urls()).containsExactly(URL);
    }

    @Test
    void aHostThatSharesAndIsOnNoNetworkDoesNotLockTheDeviceOut() {
        hosts.start();
        paired();
        host.say(new HostMessage.SharingChanged(new SharingInfo(true, List.of("ws://127.0.0.1:7717"))));
        settle();
        assertThat(stored.hosts().get(0).urls()).containsExactly(URL);
    }

    @Test
    void whatThePersonHasSeenSurvivesARestart() {
        ScriptedJournal journal = host.session("s1");
        hosts.start();
        paired();
        journal.append(new dev.pilothouse.model.SessionUpdate.TurnStarted());
        journal.endTurn(journal.state().activity().turn());
        host.say(host.overview());
        settle();
        hosts.links().get(0).sessions().markSeen(new SessionId("s1"));
        elapse(Duration.ofSeconds(3));
        long seen = journal.head();
        journal.append(new dev.pilothouse.model.SessionUpdate.TurnStarted());
        journal.endTurn(journal.state().activity().turn());
        hosts.close();
        settle();

        PairedHosts again = hosts(null);
        again.start();
        settle();
        assertThat(again.links().get(0).reader().host().seen()).containsEntry(new SessionId("s1"), seen);
        assertThat(again.links()
                        .get(0)
                        .reader()
                        .host()
                        .unread(again.links().get(0).reader().host().sessions().get(0)))
                .isTrue();
    }

    @Test
    void closingEndsEveryLinkAndAPairingThatIsUnderWay() {
        hosts.start();
        CompletionStage<PairingResult> result = hosts.pair(ticket(), "");
        settle();
        hosts.close();
        hosts.close();
        settle();
        assertThat(result.toCompletableFuture().join()).isInstanceOf(PairingResult.Failed.class);
        assertThat(host.last().isClosedByClient()).isTrue();
        assertThat(clock.alarms()).isZero();
        assertThat(connectorsClosed).isEqualTo(1);
    }
}
