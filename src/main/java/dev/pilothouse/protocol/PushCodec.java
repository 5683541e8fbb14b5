package dev.pilothouse.protocol;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.NotificationKind;
import dev.pilothouse.model.PushKind;
import dev.pilothouse.model.PushOverride;
import dev.pilothouse.model.PushRules;
import dev.pilothouse.model.PushSecrets;
import dev.pilothouse.model.PushTarget;
import dev.pilothouse.model.PushTargetStatus;
import dev.pilothouse.model.PushTest;
import dev.pilothouse.model.QuietHours;
import java.util.List;
import java.util.Optional;

/** Targets of notifications as JSON objects, on the bridge and in the host's file. Stateless. */
public final class PushCodec {
    private static final MemberCodec.Optional<List<NotificationKind>> EVENTS = Json.texts(
            word -> {
                NotificationKind kind = WireEnum.NOTIFICATION_KIND.parse(word);
                if (kind == null) {
                    throw new IllegalArgumentException("no kind of event");
                }
                return kind;
            },
            WireEnum::toWire);

    /** Passes over the kinds of a later host. */
    private static final MemberCodec.Optional<List<NotificationKind>> EVENTS_SENT = Json.list(
            (in, member) ->
                    in.values(member, word -> Optional.ofNullable(WireEnum.NOTIFICATION_KIND.parse(word))).stream()
                            .flatMap(Optional::stream)
                            .toList(),
            kind -> WireEnum.NOTIFICATION_KIND.write(kind));

    /** The members of a target's rules. */
    public static final RecordCodec<PushRules> RULES = rules(EVENTS);

    /** For requests of devices. */
    static final RecordCodec<PushTarget> TARGET = target(WireEnum.PUSH_KIND, RULES);

    static final RecordCodec<PushSecrets> SECRETS = io -> new PushSecrets(
            io.orNull("url", Json.TEXT, PushSecrets::url),
            io.orNull("token", Json.TEXT, PushSecrets::token),
            io.orNull("publicKey", Json.TEXT, PushSecrets::publicKey),
            io.orNull("authSecret", Json.TEXT, PushSecrets::authSecret));

    private static final RecordCodec<PushTest> TEST = io -> new PushTest(
            io.put("state", WireEnum.PUSH_TEST_STATE, PushTest::state),
            io.orNull("at", Json.TIME, PushTest::at),
            io.opt("sentMillis", Json.NUMBER, PushTest::sentMillis, -1L),
            io.opt("answeredMillis", Json.NUMBER, PushTest::answeredMillis, -1L));

    public static final RecordCodec<PushTargetStatus> STATUS = io -> new PushTargetStatus(
            io.put("target", target(WireEnum.PUSH_KIND_SENT, rules(EVENTS_SENT)), PushTargetStatus::target),
            io.opt("server", Json.TEXT, PushTargetStatus::server),
            io.opt("tokenSet", Json.FLAG, PushTargetStatus::tokenSet),
            io.opt("keysSet", Json.FLAG, PushTargetStatus::keysSet),
            io.orNull("lastAt", Json.TIME, PushTargetStatus::lastAt),
            io.opt("delivered", Json.FLAG, PushTargetStatus::delivered),
            io.inline(HostTextCodec.OPTIONAL_TEXT, PushTargetStatus::last),
            io.opt("notice", HostTextCodec.OPTIONAL_TEXT, PushTargetStatus::notice, HostText.NONE),
            io.opt("test", TEST, PushTargetStatus::test, PushTest.NONE));

    private PushCodec() {}

    private static RecordCodec<PushRules> rules(MemberCodec.Optional<List<NotificationKind>> events) {
        RecordCodec<QuietHours> quiet = io -> new QuietHours(
                io.opt("from", Json.TEXT, QuietHours::from),
                io.opt("to", Json.TEXT, QuietHours::to),
                io.opt("zone", Json.TEXT, QuietHours::zone),
                io.opt("except", events, QuietHours::except));
        RecordCodec<PushOverride> override = io -> new PushOverride(
                io.put("sessionId", Json.SESSION_ID, PushOverride::sessionId),
                io.opt("events", events, PushOverride::events));
        return io -> new PushRules(
                io.opt("events", events, PushRules::events),
                io.opt("sessions", override.list(), PushRules::sessions),
                io.opt("quiet", quiet, PushRules::quiet, QuietHours.NONE),
                io.opt("escalateTo", Json.TEXT, PushRules::escalateTo),
                io.opt("escalateMinutes", Json.INT, PushRules::escalateMinutes));
    }

    private static RecordCodec<PushTarget> target(MemberCodec<PushKind> kinds, RecordCodec<PushRules> rules) {
        return io -> new PushTarget(
                io.put("id", Json.TEXT, PushTarget::id),
                io.put("kind", kinds, PushTarget::kind),
                io.put("name", Json.TEXT, PushTarget::name),
                io.inline(rules, PushTarget::rules),
                io.opt("transcript", Json.FLAG, PushTarget::transcript),
                io.opt("idempotent", Json.FLAG, PushTarget::idempotent),
                io.opt("privateAddress", Json.FLAG, PushTarget::privateAddress),
                io.orNull("answersAs", Json.DEVICE_ID, PushTarget::answersAs));
    }
}
