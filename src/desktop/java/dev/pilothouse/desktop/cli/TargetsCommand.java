package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.NotificationKind;
import dev.pilothouse.model.PushKind;
import dev.pilothouse.model.PushRules;
import dev.pilothouse.model.PushSecrets;
import dev.pilothouse.model.PushTarget;
import dev.pilothouse.model.PushTargetStatus;
import dev.pilothouse.model.PushTest;
import dev.pilothouse.model.QuietHours;
import dev.pilothouse.protocol.PushCodec;
import dev.pilothouse.protocol.WireEnum;
import dev.pilothouse.session.HostGateway;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists the targets of notifications of a host, saves, removes or tests one. */
@Command(
        name = "targets",
        description = {
            "Lists where the host tells what happens while nobody looks, with the last results and tests.",
            "With --save: adds a target or changes what is named of it. See docs/away.md.",
            "- as the value of --url, --token, --public-key or --auth-secret reads a line of stdin, in this order."
        })
final class TargetsCommand implements Callable<Integer> {
    @ParentCommand
    private CtlCommand ctl;

    @Option(names = "--save", paramLabel = "ID", description = "Adds or changes this target.")
    private @Nullable String save;

    @Option(names = "--remove", paramLabel = "ID", description = "Removes this target.")
    private @Nullable String remove;

    @Option(names = "--test", paramLabel = "ID", description = "Sends a test. The list shows how it went.")
    private @Nullable String test;

    @Option(names = "--round-trip", description = "With --test: the notification has a button to press.")
    private boolean roundTrip;

    @Option(names = "--kind", paramLabel = "KIND", description = "ntfy, webhook, webPush or unifiedPush.")
    private @Nullable String kind;

    @Option(names = "--name", paramLabel = "NAME", description = "For people (default: the id).")
    private @Nullable String name;

    @Option(names = "--url", paramLabel = "URL", description = "The address; with ntfy it ends with the topic.")
    private @Nullable String url;

    @Option(names = "--token", paramLabel = "TOKEN", description = "For the Authorization header; '' for none.")
    private @Nullable String token;

    @Option(names = "--public-key", paramLabel = "KEY", description = "The receiver's p256dh.")
    private @Nullable String publicKey;

    @Option(names = "--auth-secret", paramLabel = "KEY", description = "The receiver's auth.")
    private @Nullable String authSecret;

    @Option(
            names = "--events",
            paramLabel = "EVENT",
            split = ",",
            description = "needsYou, done, failed, quiet (default: needsYou,failed).")
    private @Nullable List<String> events;

    @Option(names = "--quiet", paramLabel = "FROM-TO", description = "Quiet hours such as 22:00-07:00, or 'no'.")
    private @Nullable String quiet;

    @Option(names = "--zone", paramLabel = "ZONE", description = "The zone of the quiet hours (default: this one).")
    private @Nullable String zone;

    @Option(
            names = "--escalate",
            paramLabel = "ID",
            description = "The target for a question that stays open; '' for none.")
    private @Nullable String escalate;

    @Option(names = "--after", paramLabel = "MINUTES", description = "With --escalate: after so long (default: 10).")
    private int after = 10;

    @Option(names = "--content", arity = "1", paramLabel = "yes|no", description = "Whether it may receive content.")
    private @Nullable String content;

    @Option(
            names = "--answers-as",
            paramLabel = "DEVICE",
            description = "The device of its buttons; '' for no buttons.")
    private @Nullable String answersAs;

    @Override
    public Integer call() throws CommandFailure {
        if (Stream.of(save, remove, test).filter(each -> each != null).count() > 1 || roundTrip && test == null) {
            throw CommandFailure.usage("Say --save, --remove or --test, and --round-trip only with --test.");
        }
        try (HostConnection host = ctl.connect()) {
            HostGateway gateway = host.client().host();
            if (save != null) {
                List<PushTargetStatus> known = host.value(gateway.pushTargets()).targets();
                host.value(gateway.savePushTarget(target(save, known), secrets()));
                ctl.done("saved", save, "Saved.");
            } else if (remove != null) {
                host.value(gateway.removePushTarget(remove));
                ctl.done("removed", remove, "Removed.");
            } else if (test != null) {
                host.value(gateway.testPushTarget(test, roundTrip));
                ctl.done("testing", test, "The test is on its way. The list shows how it went.");
            } else {
                print(host.value(gateway.pushTargets()));
            }
            return 0;
        }
    }

    /** Every user of the machine can read the arguments of a command, so secrets may come from its input. */
    private PushSecrets secrets() throws CommandFailure {
        List<@Nullable String> given = Arrays.asList(url, token, publicKey, authSecret);
        if (given.contains("-")) {
            Iterator<String> lines = ctl.terminal().readInput().lines().iterator();
            given.replaceAll(each -> "-".equals(each) ? lines.hasNext() ? lines.next() : "" : each);
        }
        return new PushSecrets(given.get(0), given.get(1), given.get(2), given.get(3));
    }

    private PushTarget target(String id, List<PushTargetStatus> known) throws CommandFailure {
        Optional<PushTarget> found = known.stream()
                .map(PushTargetStatus::target)
                .filter(each -> each.id().equals(id))
                .findFirst();
        if (found.isEmpty() && kind == null) {
            throw CommandFailure.usage("There is no target " + id + " yet: say its --kind.");
        }
        PushTarget before = found.orElseGet(
                () -> new PushTarget(id, PushKind.WEBHOOK, id, PushRules.USUAL, false, false, false, null));
        PushRules rules = before.rules();
        boolean escalates =
                escalate != null ? !escalate.isEmpty() : !rules.escalateTo().isEmpty();
        return new PushTarget(
                id,
                kind == null ? before.kind() : kind(kind),
                name == null ? before.name() : name,
                new PushRules(
                        events == null ? rules.events() : events(events),
                        rules.sessions(),
                        quiet == null ? rules.quiet() : quiet(quiet, rules.quiet()),
                        escalate == null ? rules.escalateTo() : escalate,
                        escalate == null ? rules.escalateMinutes() : escalates ? after : 0),
                content == null ? before.transcript() : content.equals("yes"),
                before.idempotent(),
                before.privateAddress(),
                answersAs == null ? before.answersAs() : answersAs.isEmpty() ? null : new DeviceId(answersAs));
    }

    private static PushKind kind(String word) throws CommandFailure {
        return Stream.of(PushKind.values())
                .filter(each -> each != PushKind.OTHER && WireEnum.toWire(each).equals(word))
                .findFirst()
                .orElseThrow(() -> CommandFailure.usage("--kind must be ntfy, webhook, webPush or unifiedPush."));
    }

    private static List<NotificationKind> events(List<String> words) throws CommandFailure {
        List<NotificationKind> kinds = new ArrayList<>();
        for (String word : words) {
            kinds.add(Stream.of(NotificationKind.values())
                    .filter(each -> WireEnum.toWire(each).equals(word))
                    .findFirst()
                    .orElseThrow(() -> CommandFailure.usage("--events may be needsYou, done, failed and quiet.")));
        }
        return kinds;
    }

    private QuietHours quiet(String span, QuietHours before) throws CommandFailure {
        if (span.equals("no")) {
            return QuietHours.NONE;
        }
        String[] times = span.split("-", 2);
        if (times.length != 2) {
            throw CommandFailure.usage("--quiet must be two times such as 22:00-07:00, or 'no'.");
        }
        String where = zone != null
                ? zone
                : before.isSet() ? before.zone() : ZoneId.systemDefault().getId();
        return new QuietHours(times[0], times[1], where, before.except());
    }

    private void print(HostGateway.PushTargets all) {
        if (ctl.json()) {
            JsonArray array = new JsonArray();
            all.targets().forEach(each -> array.add(PushCodec.STATUS.encode(each)));
            ctl.terminal().json(array);
            return;
        }
        if (!all.sentence().isEmpty()) {
            ctl.terminal().note(all.sentence().text());
        }
        if (all.targets().isEmpty()) {
            ctl.terminal().note("Nobody is told.");
            return;
        }
        Table table = new Table("TARGET", "NAME", "KIND", "AT", "EVENTS", "BUTTONS", "LAST", "TEST");
        for (PushTargetStatus each : all.targets()) {
            PushTarget target = each.target();
            table.row(
                    target.id(),
                    target.name(),
                    WireEnum.toWire(target.kind()),
                    each.server(),
                    String.join(
                            " ",
                            target.rules().events().stream()
                                    .map(WireEnum::toWire)
                                    .toList()),
                    target.answersAs() == null ? "no" : target.answersAs().value(),
                    each.lastAt() == null
                            ? "never"
                            : each.lastAt() + " " + each.last().text(),
                    test(each.test()));
        }
        table.print(ctl.terminal());
        all.targets().stream()
                .filter(each -> !each.notice().isEmpty())
                .forEach(each -> ctl.terminal()
                        .note(each.target().id() + ": " + each.notice().text()));
    }

    private static String test(PushTest test) {
        String times = (test.sentMillis() < 0 ? "" : " sent " + test.sentMillis() + " ms")
                + (test.answeredMillis() < 0 ? "" : " pressed " + test.answeredMillis() + " ms");
        return WireEnum.toWire(test.state()) + times;
    }
}
