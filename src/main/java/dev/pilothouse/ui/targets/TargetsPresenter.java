package dev.pilothouse.ui.targets;

import dev.pilothouse.model.DeviceInfo;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.NotificationKind;
import dev.pilothouse.model.PushTarget;
import dev.pilothouse.model.PushTargetStatus;
import dev.pilothouse.model.PushTest;
import dev.pilothouse.model.QuietHours;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostGateway.Reply;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.text.TimeFormatter;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The targets of notifications of all hosts that this device may manage, and the form of one. While a test runs, it asks
 * the host each second how the test goes. Confined to the FX thread. There is nothing to close.
 */
public final class TargetsPresenter {
    private static final Duration EACH = Duration.ofSeconds(1);

    private final Supplier<List<HostLink>> links;
    private final Supplier<ZoneId> zone;
    private final Clock clock;
    private final Executor fx;
    private final BiConsumer<Duration, Runnable> later;
    private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>(this, "shown", Shown.NONE);
    private final ReadOnlyObjectWrapper<@Nullable TargetForm> form = new ReadOnlyObjectWrapper<>(this, "form");
    private final Map<HostId, HostGateway.PushTargets> found = new LinkedHashMap<>();
    private final Map<HostId, List<DeviceInfo>> devices = new HashMap<>();
    private boolean open;
    private boolean asking;
    private String problem = "";

    /**
     * A target of a host.
     *
     * @param where its kind and its server
     * @param what the events that it gets, and when it gets none
     * @param last the last result; empty before the first
     * @param good whether the last one was delivered
     * @param stopped whether it gets nothing, not even a test; the notice has the reason
     * @param notice a lasting problem of the target; empty without one
     * @param test the last test; empty without one
     * @param hasButtons whether its notifications have buttons
     */
    public record Row(
            HostLink link,
            PushTargetStatus status,
            String title,
            String where,
            String what,
            String last,
            boolean good,
            boolean stopped,
            String notice,
            String test,
            boolean hasButtons) {
        String id() {
            return status.target().id();
        }
    }

    /** The content of the sheet. @param problem empty if there is none @param loading whether a host has not answered */
    public record Shown(List<Row> rows, String problem, boolean loading, boolean mayAdd) {
        static final Shown NONE = new Shown(List.of(), "", true, false);

        public Shown {
            rows = List.copyOf(rows);
        }
    }

    /** @param zone of new quiet hours @param later runs a task on the FX thread after a time */
    public TargetsPresenter(
            Supplier<List<HostLink>> links,
            Supplier<ZoneId> zone,
            Clock clock,
            Executor fx,
            BiConsumer<Duration, Runnable> later) {
        this.links = links;
        this.zone = zone;
        this.clock = clock;
        this.fx = fx;
        this.later = later;
    }

    public ReadOnlyObjectProperty<Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** The open form; null while the list is shown. */
    public ReadOnlyObjectProperty<@Nullable TargetForm> formProperty() {
        return form.getReadOnlyProperty();
    }

    public void onOpen() {
        open = true;
        problem = "";
        found.clear();
        form.set(null);
        load();
    }

    public void onClose() {
        open = false;
    }

    /** The connected hosts that this device may manage. */
    List<HostLink> hosts() {
        return links.get().stream()
                .filter(link -> link.reader().host().connection() instanceof ConnectionState.Live)
                .filter(link -> link.reader().host().scope().covers(Scope.ADMIN))
                .toList();
    }

    private void load() {
        for (HostLink link : hosts()) {
            link.host().pushTargets().thenAcceptAsync(reply -> loaded(link, reply), fx);
            link.host()
                    .devices()
                    .thenAcceptAsync(
                            reply -> {
                                if (reply instanceof Reply.Value<HostGateway.Devices> value) {
                                    devices.put(link.hostId(), value.value().devices());
                                    draw();
                                }
                            },
                            fx);
        }
        draw();
    }

    private void loaded(HostLink link, Reply<HostGateway.PushTargets> reply) {
        if (reply instanceof Reply.Value<HostGateway.PushTargets> value) {
            found.put(link.hostId(), value.value());
            if (!value.value().sentence().isEmpty()) {
                problem = HostTexts.text(value.value().sentence());
            }
        } else if (reply instanceof Reply.Refused<?> refused) {
            problem = HostTexts.text(refused.sentence());
        }
        draw();
        follow();
    }

    /** Asks again while a test runs. */
    private void follow() {
        boolean running = found.values().stream()
                .flatMap(each -> each.targets().stream())
                .anyMatch(each -> each.test().state() == PushTest.State.SENDING
                        || each.test().state() == PushTest.State.WAITING);
        if (running && open && !asking) {
            asking = true;
            later.accept(EACH, () -> {
                asking = false;
                if (open) {
                    load();
                }
            });
        }
    }

    private void draw() {
        if (!open) {
            return;
        }
        List<HostLink> hosts = hosts();
        List<Row> rows = new ArrayList<>();
        boolean loading = false;
        for (HostLink link : hosts) {
            HostGateway.PushTargets targets = found.get(link.hostId());
            loading |= targets == null;
            if (targets != null) {
                targets.targets().forEach(each -> rows.add(row(link, each, hosts.size() > 1)));
            }
        }
        String told = hosts.isEmpty() ? Texts.text("targets.offline") : problem;
        shown.set(new Shown(rows, told, loading && problem.isEmpty(), !hosts.isEmpty()));
    }

    private Row row(HostLink link, PushTargetStatus status, boolean many) {
        PushTarget target = status.target();
        String title = many ? target.name() + " \u00b7 " + link.reader().host().hostName() : target.name();
        String kind = Texts.text("targets.kind." + target.kind());
        return new Row(
                link,
                status,
                title,
                status.server().isEmpty() ? kind : kind + " \u00b7 " + status.server(),
                what(link, target),
                last(status),
                status.delivered(),
                status.notice().code().word().equals(HostTextCode.NOTIFY_DEVICE_REVOKED.word()),
                HostTexts.text(status.notice()),
                test(status.test()),
                target.answersAs() != null);
    }

    private String what(HostLink link, PushTarget target) {
        List<String> parts = new ArrayList<>();
        parts.add(target.rules().events().stream()
                .map(TargetsPresenter::eventName)
                .collect(Collectors.joining(", ")));
        QuietHours quiet = target.rules().quiet();
        if (quiet.isSet()) {
            parts.add(Texts.text("targets.quietAt", quiet.from(), quiet.to()));
        }
        if (target.transcript()) {
            parts.add(Texts.text("targets.withContent"));
        }
        if (target.answersAs() != null) {
            parts.add(Texts.text(
                    "targets.buttonsOf", deviceName(link, target.answersAs().value())));
        }
        return String.join(" \u00b7 ", parts);
    }

    String deviceName(HostLink link, String id) {
        return devices(link).stream()
                .filter(each -> each.deviceId().value().equals(id))
                .map(DeviceInfo::name)
                .findFirst()
                .orElse(id);
    }

    static String eventName(NotificationKind kind) {
        return Texts.text("targets.event." + kind);
    }

    private String last(PushTargetStatus status) {
        return status.lastAt() == null
                ? ""
                : TimeFormatter.dateOrTime(status.lastAt(), clock.instant()) + ": " + HostTexts.text(status.last());
    }

    private static String test(PushTest test) {
        return switch (test.state()) {
            case NONE, SENT, FAILED -> "";
            case SENDING -> Texts.text("targets.test.SENDING");
            case WAITING -> Texts.text("targets.test.WAITING", seconds(test.sentMillis()));
            case ANSWERED ->
                Texts.text("targets.test.ANSWERED", seconds(test.sentMillis()), seconds(test.answeredMillis()));
            case EXPIRED -> Texts.text("targets.test.EXPIRED");
        };
    }

    private static String seconds(long millis) {
        return String.format(Texts.formats(), "%.1f", Math.max(0, millis) / 1_000.0);
    }

    // --- actions

    public void onTest(Row row, boolean roundTrip) {
        sent(row.link().host().testPushTarget(row.id(), roundTrip));
    }

    private void sent(CompletionStage<Reply<HostGateway.Done>> request) {
        problem = "";
        request.thenAcceptAsync(
                reply -> {
                    if (reply instanceof Reply.Refused<?> refused) {
                        problem = HostTexts.text(refused.sentence());
                    }
                    load();
                },
                fx);
    }

    public void onAdd(HostLink link) {
        problem = "";
        form.set(new TargetForm(link, null, zone.get().getId()));
    }

    public void onEdit(Row row) {
        problem = "";
        form.set(new TargetForm(row.link(), row.status(), zone.get().getId()));
    }

    /** The devices that may answer, the host's own window first. */
    List<DeviceInfo> devices(HostLink link) {
        return devices.getOrDefault(link.hostId(), List.of());
    }

    /** Targets of the form's host to which a question may go later. */
    List<PushTarget> others(TargetForm opened) {
        HostGateway.PushTargets targets = found.get(opened.link().hostId());
        return targets == null
                ? List.of()
                : targets.targets().stream()
                        .map(PushTargetStatus::target)
                        .filter(each -> !each.id().equals(opened.id()))
                        .toList();
    }

    /** The key with which a receiver subscribes. */
    String publicKey(TargetForm opened) {
        HostGateway.PushTargets targets = found.get(opened.link().hostId());
        return targets == null ? "" : targets.publicKey();
    }

    List<SessionSummary> sessions(TargetForm opened) {
        return opened.link().reader().host().sessions();
    }

    String sessionName(TargetForm opened, SessionId sessionId) {
        return sessions(opened).stream()
                .filter(each -> each.sessionId().equals(sessionId))
                .map(SessionSummary::name)
                .findFirst()
                .orElse(sessionId.value());
    }

    /** Saves the form and returns to the list; on a refusal the form stays. */
    public void onSave() {
        TargetForm opened = form.get();
        if (opened == null) {
            return;
        }
        opened.link()
                .host()
                .savePushTarget(opened.target(), opened.secrets())
                .thenAcceptAsync(
                        reply -> {
                            if (reply instanceof Reply.Refused<?> refused) {
                                opened.problemProperty().set(HostTexts.text(refused.sentence()));
                            } else if (opened == form.get()) {
                                onBack();
                            }
                        },
                        fx);
    }

    public void onRemove() {
        TargetForm opened = form.get();
        if (opened != null && opened.isEdit()) {
            sent(opened.link().host().removePushTarget(opened.id()));
            form.set(null);
        }
    }

    /** Returns to the list. */
    public void onBack() {
        form.set(null);
        load();
    }
}
