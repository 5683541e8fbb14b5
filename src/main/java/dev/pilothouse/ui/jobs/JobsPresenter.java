package dev.pilothouse.ui.jobs;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobState;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.text.TimeFormatter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * The jobs of all hosts: those that are not over first, then the newest. Owns nothing but what it shows. Confined to
 * the FX thread. There is nothing to close.
 */
public final class JobsPresenter {
    private final Supplier<List<HostLink>> links;
    private final Clock clock;
    private final Executor fx;
    private final Consumer<String> notice;
    private final ReadOnlyObjectWrapper<List<Row>> rows = new ReadOnlyObjectWrapper<>(this, "rows", List.of());
    private final ReadOnlyBooleanWrapper any = new ReadOnlyBooleanWrapper(this, "any");
    /** Commands without an answer yet. A second press sends nothing. */
    private final Set<Sent> underWay = new HashSet<>();

    private boolean open;

    private record Sent(Key key, boolean again) {}

    /** A job's identity among all hosts. */
    public record Key(HostId hostId, JobId jobId) {}

    /**
     * One job, as text.
     *
     * @param about its state, its session or device, and its time
     * @param text its outcome; may be empty
     * @param lines its newest output, oldest first
     */
    public record Row(
            Key key,
            JobState state,
            String title,
            String about,
            String text,
            List<String> lines,
            boolean cancellable,
            boolean repeatable) {
        public Row {
            lines = List.copyOf(lines);
        }
    }

    /** @param notice shows a sentence about a refused command */
    public JobsPresenter(Supplier<List<HostLink>> links, Clock clock, Executor fx, Consumer<String> notice) {
        this.links = links;
        this.clock = clock;
        this.fx = fx;
        this.notice = notice;
    }

    public ReadOnlyObjectProperty<List<Row>> rowsProperty() {
        return rows.getReadOnlyProperty();
    }

    /** Whether there are jobs. */
    public ReadOnlyBooleanProperty anyProperty() {
        return any.getReadOnlyProperty();
    }

    private record Found(HostLink link, Job job) {}

    /** The sheet is open from now on. */
    public void onOpen() {
        open = true;
        render(links.get());
    }

    public void onClose() {
        open = false;
    }

    /** Shows the present state of the hosts. The rows are made only while the sheet is open. */
    public void render(List<HostLink> hosts) {
        any.set(hosts.stream().anyMatch(link -> !link.reader().host().jobs().isEmpty()));
        if (open) {
            draw(hosts);
        }
    }

    private void draw(List<HostLink> hosts) {
        List<Found> found = new ArrayList<>();
        for (HostLink link : hosts) {
            link.reader().host().jobs().forEach(job -> found.add(new Found(link, job)));
        }
        found.sort(Comparator.comparing((Found each) -> each.job().state().isOver())
                .thenComparing(each -> each.job().request().at(), Comparator.reverseOrder()));
        rows.set(found.stream().map(each -> row(each, hosts.size() > 1)).toList());
    }

    private Row row(Found found, boolean withHost) {
        Job job = found.job();
        HostView host = found.link().reader().host();
        List<String> about = new ArrayList<>();
        about.add(Texts.text("jobState." + job.state().name()));
        about.add(owner(host, job));
        if (withHost) {
            about.add(host.hostName());
        }
        about.add(TimeFormatter.dateOrTime(job.request().at(), clock.instant()));
        about.removeIf(String::isEmpty);
        boolean may = host.scope().covers(job.request().scope());
        boolean over = job.state().isOver();
        return new Row(
                new Key(host.hostId(), job.jobId()),
                job.state(),
                Texts.text(
                        "jobKind." + job.kind().name(),
                        job.arguments().isEmpty() ? "" : job.arguments().get(0)),
                String.join(" \u00b7 ", about),
                HostTexts.text(job.status().sentence()),
                HostTexts.lines(job.output()),
                may && !over,
                may && over && job.state() != JobState.DONE);
    }

    private static String owner(HostView host, Job job) {
        return host.sessions().stream()
                .filter(session -> session.sessionId().equals(job.request().sessionId()))
                .map(SessionSummary::name)
                .findFirst()
                .orElseGet(() -> HostTexts.device(job.request().deviceName()));
    }

    /** Cancels a job. */
    public void onCancel(Key key) {
        send(new Sent(key, false), host -> host.cancelJob(key.jobId()));
    }

    /** Runs a job again. */
    public void onRetry(Key key) {
        send(new Sent(key, true), host -> host.retryJob(key.jobId()));
    }

    private interface Command {
        CompletionStage<HostGateway.Reply<HostGateway.Done>> send(HostGateway host);
    }

    private void send(Sent what, Command command) {
        for (HostLink link : links.get()) {
            if (link.hostId().equals(what.key().hostId()) && underWay.add(what)) {
                command.send(link.host())
                        .thenAcceptAsync(
                                reply -> {
                                    underWay.remove(what);
                                    answered(reply);
                                },
                                fx);
            }
        }
    }

    private void answered(HostGateway.Reply<HostGateway.Done> reply) {
        if (reply instanceof HostGateway.Reply.Refused<HostGateway.Done> refused) {
            notice.accept(HostTexts.text(refused.sentence()));
        }
    }
}
