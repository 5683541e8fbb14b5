package dev.pilothouse.ui.runs;

import com.google.gson.JsonObject;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunCheck;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.RunMemberState;
import dev.pilothouse.model.RunRole;
import dev.pilothouse.model.RunState;
import dev.pilothouse.model.RunStopReason;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TryRequest;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.OpenPending;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.PathText;
import dev.pilothouse.ui.text.SpendText;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.text.TimeFormatter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The runs of all hosts: those that wait for a person first, then the others that are not over, then the newest. Owns
 * nothing but what it shows. Confined to the FX thread. There is nothing to close.
 */
public final class RunsPresenter {
    private static final String DOT = " \u00b7 ";

    private final Supplier<List<HostLink>> links;
    private final Clock clock;
    private final Executor fx;
    private final Consumer<String> notice;
    private final ReadOnlyObjectWrapper<List<Card>> cards = new ReadOnlyObjectWrapper<>(this, "cards", List.of());
    private final ReadOnlyObjectWrapper<List<Run>> runs = new ReadOnlyObjectWrapper<>(this, "runs", List.of());
    private final ReadOnlyBooleanWrapper any = new ReadOnlyBooleanWrapper(this, "any");
    private final ReadOnlyBooleanWrapper mayStart = new ReadOnlyBooleanWrapper(this, "mayStart");
    /** Commands without an answer yet. A second press sends nothing. */
    private final Set<String> underWay = new HashSet<>();

    /** The number of open sheets. The details of a run are a sheet over the list. */
    private int open;

    /**
     * A member, as text.
     *
     * @param about its state, since when, its check and its spend
     * @param text about its state; may be empty
     * @param session null until it has one
     */
    public record Member(
            String key,
            String name,
            RunMemberState state,
            String about,
            String text,
            @Nullable SessionKey session,
            boolean stoppable) {}

    /**
     * A run, as text.
     *
     * @param about its kind, its state, its project, its host and its time
     * @param outcome about its state or its end; may be empty
     * @param spend empty if nothing was used
     * @param members those that wait for a person first
     * @param notes the newest remark; may be empty
     * @param questions the commands for which members need permission
     */
    public record Card(
            RunKey key,
            RunKind kind,
            RunState state,
            @Nullable RunStopReason stopReason,
            String title,
            String about,
            String outcome,
            String spend,
            List<Member> members,
            String notes,
            boolean waits,
            boolean stoppable,
            List<Question> questions) {
        public Card {
            members = List.copyOf(members);
            questions = List.copyOf(questions);
        }
    }

    /**
     * A command for which members of a run need permission. Members that ask about the same text have one question.
     *
     * @param member one that asks
     * @param mayAnswer whether this device may answer
     * @param mayAllow whether it may allow the command until the run ends
     */
    public record Question(String command, String member, List<Asked> asked, boolean mayAnswer, boolean mayAllow) {
        public Question {
            asked = List.copyOf(asked);
        }
    }

    /** A question of one session. @param allow the option that allows it once; may be empty, as {@code reject} */
    public record Asked(SessionId sessionId, PendingId pendingId, String allow, String reject) {}

    private record Found(HostLink link, Run run) {
        boolean waits() {
            return !run.state().isOver()
                    && (run.state() == RunState.WAITING_FOR_YOU
                            || run.members().stream().anyMatch(member -> member.state() == RunMemberState.WAITING));
        }
    }

    /** @param notice shows a sentence about a refused command */
    public RunsPresenter(Supplier<List<HostLink>> links, Clock clock, Executor fx, Consumer<String> notice) {
        this.links = links;
        this.clock = clock;
        this.fx = fx;
        this.notice = notice;
    }

    public ReadOnlyObjectProperty<List<Card>> cardsProperty() {
        return cards.getReadOnlyProperty();
    }

    /** The runs as the hosts have them, in the order of the cards. */
    ReadOnlyObjectProperty<List<Run>> runsProperty() {
        return runs.getReadOnlyProperty();
    }

    /** Whether a host takes new runs from this device. */
    ReadOnlyBooleanProperty mayStartProperty() {
        return mayStart.getReadOnlyProperty();
    }

    /** Whether this device may act on the runs of a host. */
    static boolean maySteer(HostView host) {
        return host.scope().covers(Scope.STEER);
    }

    /** Whether there are runs. */
    public ReadOnlyBooleanProperty anyProperty() {
        return any.getReadOnlyProperty();
    }

    /** The run as its host has it, if that is known. */
    public Optional<Run> run(RunKey key) {
        return link(key)
                .flatMap(link -> link.reader().host().runs().stream()
                        .filter(run -> run.runId().equals(key.runId()))
                        .findFirst());
    }

    public Optional<HostLink> link(RunKey key) {
        return links.get().stream()
                .filter(link -> link.hostId().equals(key.hostId()))
                .findFirst();
    }

    /** One more sheet is open. */
    public void onOpen() {
        open++;
        render(links.get());
    }

    /** One of the sheets is closed. */
    public void onClose() {
        open--;
    }

    /** Shows the present state of the hosts. The cards are made only while a sheet is open. */
    public void render(List<HostLink> hosts) {
        any.set(hosts.stream().anyMatch(link -> !link.reader().host().runs().isEmpty()));
        if (open > 0) {
            draw(hosts);
        }
    }

    private void draw(List<HostLink> hosts) {
        List<Found> found = new ArrayList<>();
        for (HostLink link : hosts) {
            link.reader().host().runs().forEach(run -> found.add(new Found(link, run)));
        }
        found.sort(Comparator.comparing((Found each) -> !each.waits())
                .thenComparing(each -> each.run().state().isOver())
                .thenComparing(each -> each.run().request().at(), Comparator.reverseOrder()));
        mayStart.set(hosts.stream().anyMatch(link -> maySteer(link.reader().host())));
        runs.set(found.stream().map(Found::run).toList());
        cards.set(found.stream().map(each -> card(each, hosts.size() > 1)).toList());
    }

    private Card card(Found found, boolean withHost) {
        Run run = found.run();
        HostView host = found.link().reader().host();
        List<String> about = new ArrayList<>();
        about.add(Texts.text("runKind." + run.kind().name()));
        about.add(state(run));
        about.add(PathText.name(run.project()));
        about.add(withHost ? host.hostName() : "");
        about.add(TimeFormatter.dateOrTime(run.request().at(), clock.instant()));
        about.removeIf(String::isEmpty);
        boolean may = mayStop(host, run);
        List<Member> members = run.members().stream()
                .sorted(Comparator.comparing(member -> member.state() != RunMemberState.WAITING))
                .map(member -> member(host, run, member, may))
                .toList();
        return new Card(
                new RunKey(host.hostId(), run.runId()),
                run.kind(),
                run.state(),
                run.status().stopReason(),
                run.title(),
                String.join(DOT, about),
                HostTexts.text(run.status().sentence()),
                SpendText.of(run.spend()),
                members,
                run.notes().isEmpty()
                        ? ""
                        : HostTexts.text(run.notes().get(run.notes().size() - 1).sentence()),
                found.waits(),
                may,
                run.state().isOver() ? List.of() : questions(host, run));
    }

    /** Commands that are cut or unusual are not compared: each is answered in its session. */
    private static List<Question> questions(HostView host, Run run) {
        Map<String, List<Asked>> asked = new LinkedHashMap<>();
        Map<String, String> members = new HashMap<>();
        for (RunMember member : run.members()) {
            host.sessions().stream()
                    .filter(session -> session.sessionId().equals(member.sessionId()))
                    .flatMap(session -> session.open().stream())
                    .map(OpenPending::pending)
                    .forEach(pending -> pending.plainCommand().ifPresent(command -> {
                        members.putIfAbsent(command, member.key());
                        asked.computeIfAbsent(command, each -> new ArrayList<>())
                                .add(new Asked(
                                        Objects.requireNonNull(member.sessionId()),
                                        pending.pendingId(),
                                        pending.option(PendingOption.Kind.ALLOW_ONCE)
                                                .orElse(""),
                                        pending.option(PendingOption.Kind.REJECT_ONCE)
                                                .orElse("")));
                    }));
        }
        List<Question> questions = new ArrayList<>();
        asked.forEach((command, all) -> questions.add(new Question(
                command,
                members.getOrDefault(command, ""),
                all,
                host.scope().covers(Scope.ANSWER),
                maySteer(host) && all.stream().noneMatch(each -> each.allow().isEmpty()))));
        return questions;
    }

    /** Answers each of the equal questions, as the person would in its session. */
    public void onAnswer(RunKey key, Question question, boolean allow) {
        for (Asked each : question.asked()) {
            String option = allow ? each.allow() : each.reject();
            String id = "answer " + each.sessionId() + " " + each.pendingId();
            if (!option.isEmpty()) {
                link(key)
                        .filter(link -> underWay.add(id))
                        .ifPresent(link -> link.sessions()
                                .submit(new Intent.AnswerPending(
                                        each.sessionId(), each.pendingId(), new Answer.Option(option)))
                                .thenAcceptAsync(
                                        result -> {
                                            underWay.remove(id);
                                            if (result instanceof IntentResult.Refused refused) {
                                                notice.accept(HostTexts.text(refused.sentence()));
                                            }
                                        },
                                        fx));
            }
        }
    }

    /** Allows the command for all members until the run ends. */
    public void onAllowForRun(RunKey key, Question question) {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("member", question.member());
        parameters.addProperty("pending", question.asked().get(0).pendingId().value());
        send(key, ClientMessage.ActOnRun.ALLOW, parameters.toString());
    }

    /** The state, or the reason of the end. */
    public static String state(Run run) {
        RunStopReason reason = run.status().stopReason();
        return reason == null ? Texts.text("runState." + run.state().name()) : Texts.text("runStop." + reason.name());
    }

    /** The state of a run, its round and its findings. */
    static String about(Run run) {
        String sentence = HostTexts.text(run.status().sentence());
        List<String> about = new ArrayList<>();
        about.add(sentence.isEmpty() ? state(run) : sentence);
        about.add(
                run.fact("round").isEmpty() ? "" : Texts.text("reviewer.round", run.fact("round"), run.fact("rounds")));
        about.add(run.fact("unattended").isEmpty() ? "" : Texts.text("goal.stripUnattended", run.fact("unattended")));
        about.add(run.fact("added").isEmpty() ? "" : Texts.text("runs.findings", run.fact("added")));
        about.removeIf(String::isEmpty);
        return String.join(DOT, about);
    }

    /** The assignment that a worker has, or its last one; empty if it has had none. */
    static String work(RunMember member) {
        String assigned = member.fact("assigned");
        if (member.role() != RunRole.WORKER || assigned.isEmpty()) {
            return "";
        }
        return assigned.equals(member.fact("finished"))
                ? Texts.text("runs.assignmentsDone", assigned, member.fact("task"))
                : Texts.text("runs.assignmentOpen", assigned, member.fact("task"));
    }

    Member member(HostView host, Run run, RunMember member) {
        return member(host, run, member, mayStop(host, run));
    }

    private static boolean mayStop(HostView host, Run run) {
        return maySteer(host) && !run.state().isOver() && run.state() != RunState.STOPPING;
    }

    private Member member(HostView host, Run run, RunMember member, boolean may) {
        List<String> about = new ArrayList<>();
        about.add(Texts.text("runMember." + member.state().name()));
        about.add(
                member.state().isOver() || run.state().isOver()
                        ? ""
                        : TimeFormatter.age(member.since(), clock.instant()));
        about.add(kept(run, member));
        about.add(check(member));
        about.add(SpendText.of(member.spend()));
        about.removeIf(String::isEmpty);
        return new Member(
                member.key(),
                name(host, member),
                member.state(),
                String.join(DOT, about),
                HostTexts.text(member.sentence()),
                member.sessionId() == null ? null : new SessionKey(host.hostId(), member.sessionId()),
                may && !member.state().isOver());
    }

    /** Whether the person has kept or merged this attempt; empty if not. */
    static String kept(Run run, RunMember member) {
        if (!member.key().equals(run.fact("kept"))) {
            return "";
        }
        return run.fact("merged").isEmpty() ? Texts.text("tries.kept") : Texts.text("tries.merged", run.fact("merged"));
    }

    /** The result of the check; empty if there is none. */
    static String check(RunMember member) {
        if (member.check() == RunCheck.NONE) {
            return "";
        }
        String check = Texts.text("runCheck." + member.check().name());
        return member.isCheckOlder() ? Texts.text("tries.checkOlder", check) : check;
    }

    /** The role, the agent and the model of a member. */
    public static String name(HostView host, RunMember member) {
        String agent = host.agents().stream()
                .filter(info -> info.agentId().equals(member.agentId()))
                .map(AgentInfo::name)
                .findFirst()
                .orElse(member.agentId().value());
        String plain = member.model().isEmpty() ? agent : agent + DOT + member.model();
        return switch (member.role()) {
            case ATTEMPT, OTHER -> plain;
            case WORKER -> Texts.text("runRole.WORKER", member.key() + DOT + plain);
            default -> Texts.text("runRole." + member.role().name(), plain);
        };
    }

    /** Stops the run with all its members. */
    public void onStop(RunKey key) {
        send(key, ClientMessage.ActOnRun.STOP, "{}");
    }

    public void onStop(RunKey key, String member) {
        send(key, ClientMessage.ActOnRun.STOP, "{\"member\":\"" + member + "\"}");
    }

    /** Requests an action of the run's kind. @param parameters a JSON object */
    public void send(RunKey key, String action, String parameters) {
        String id = key + action + parameters;
        link(key)
                .filter(link -> underWay.add(id))
                .ifPresent(link -> link.host()
                        .actOnRun(key.runId(), action, parameters)
                        .thenAcceptAsync(
                                reply -> {
                                    underWay.remove(id);
                                    if (reply instanceof HostGateway.Reply.Refused<HostGateway.Done> refused) {
                                        notice.accept(HostTexts.text(refused.sentence()));
                                    }
                                },
                                fx));
    }

    /** Starts a run in which several agents try the same. @param answered receives its id, or the refusal */
    /** The executor of the FX thread, for the forms. */
    Executor fx() {
        return fx;
    }

    void startTry(HostLink link, TryRequest request, Consumer<HostGateway.Reply<RunId>> answered) {
        link.host().startTry(request).thenAcceptAsync(answered, fx);
    }
}
