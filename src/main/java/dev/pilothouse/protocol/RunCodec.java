package dev.pilothouse.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.model.OwnPreset;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunCheck;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.RunNote;
import dev.pilothouse.model.RunStatus;
import dev.pilothouse.model.TeamRequest;
import dev.pilothouse.model.TryRequest;
import dev.pilothouse.model.UsageReport;
import java.util.List;
import java.util.Optional;

/** Runs as JSON objects, on the bridge and in the host's journal of runs. Stateless. */
public final class RunCodec {
    private static final RecordCodec<RunMember> MEMBER = io -> new RunMember(
            io.put("key", Json.TEXT, RunMember::key),
            io.put("role", WireEnum.RUN_ROLE, RunMember::role),
            io.put("agentId", Json.AGENT_ID, RunMember::agentId),
            io.opt("model", Json.TEXT, RunMember::model),
            io.orNull("sessionId", Json.SESSION_ID, RunMember::sessionId),
            io.put("state", WireEnum.RUN_MEMBER_STATE, RunMember::state),
            io.put("since", Json.TIME, RunMember::since),
            io.inline(HostTextCodec.OPTIONAL_TEXT, RunMember::sentence),
            io.opt("check", WireEnum.RUN_CHECK, RunMember::check, RunCheck.NONE),
            io.opt("spend", BudgetCodec.TOTAL, RunMember::spend, UsageReport.Total.NONE),
            JobCodec.facts(io.opt(
                    "facts",
                    JobCodec.FACT.list(),
                    member -> List.copyOf(member.facts().entrySet()))));

    private static final RecordCodec<RunStatus> STATUS = io -> new RunStatus(
            io.put("state", WireEnum.RUN_STATE, RunStatus::state),
            io.orNull("stopReason", WireEnum.RUN_STOP_REASON, RunStatus::stopReason),
            io.inline(HostTextCodec.OPTIONAL_TEXT, RunStatus::sentence),
            io.orNull("endedAt", Json.TIME, RunStatus::endedAt));

    private static final RecordCodec<RunNote> NOTE = io -> new RunNote(
            io.put("at", Json.TIME, RunNote::at), io.inline(HostTextCodec.OPTIONAL_TEXT, RunNote::sentence));

    public static final RecordCodec<Run> RUN = io -> new Run(
            io.put("runId", Json.RUN_ID, Run::runId),
            io.put("kind", WireEnum.RUN_KIND, Run::kind),
            io.opt("title", Json.TEXT, Run::title),
            io.opt("project", Json.TEXT, Run::project),
            io.inline(JobCodec.REQUEST, Run::request),
            io.inline(STATUS, Run::status),
            io.opt("members", MEMBER.list(), Run::members),
            io.opt("notes", NOTE.list(), Run::notes),
            JobCodec.facts(io.opt(
                    "facts",
                    JobCodec.FACT.list(),
                    run -> List.copyOf(run.facts().entrySet()))));

    private static final RecordCodec<TryRequest.Attempts> ATTEMPTS = io -> new TryRequest.Attempts(
            io.put("agent", Json.AGENT_ID, TryRequest.Attempts::agentId),
            io.opt("model", Json.TEXT, TryRequest.Attempts::model),
            io.opt("count", Json.INT, TryRequest.Attempts::count, 1));

    private static final RecordCodec<TryRequest.Judge> JUDGE = io -> new TryRequest.Judge(
            io.put("agent", Json.AGENT_ID, TryRequest.Judge::agentId),
            io.opt("model", Json.TEXT, TryRequest.Judge::model));

    private static final RecordCodec<TryRequest> TRY = io -> new TryRequest(
            io.put("prompt", Json.TEXT, TryRequest::prompt),
            io.put("directory", Json.TEXT, TryRequest::directory),
            io.opt("agents", ATTEMPTS.list(), TryRequest::agents),
            io.opt("check", Json.TEXTS, TryRequest::check),
            io.orNull("judge", JUDGE, TryRequest::judge),
            io.opt("profile", Json.TEXT, TryRequest::profile));

    private static final RecordCodec<TeamRequest.Member> TEAM_MEMBER = io -> new TeamRequest.Member(
            io.opt("name", Json.TEXT, TeamRequest.Member::name),
            io.put("agent", Json.AGENT_ID, TeamRequest.Member::agentId),
            io.opt("model", Json.TEXT, TeamRequest.Member::model),
            io.opt("instructions", Json.TEXT, TeamRequest.Member::instructions),
            io.opt("worktree", Json.TEXT, member -> member.ownWorktree() ? "own" : "")
                    .equals("own"));

    private static final RecordCodec<TeamRequest> TEAM = io -> new TeamRequest(
            io.put("directory", Json.TEXT, TeamRequest::directory),
            io.put("task", Json.TEXT, TeamRequest::task),
            io.put("lead", TEAM_MEMBER, TeamRequest::lead),
            io.opt("workers", TEAM_MEMBER.list(), TeamRequest::workers),
            io.opt("form", Json.TEXT, request -> request.textForm() ? "text" : "")
                    .equals("text"),
            io.opt("tokens", Json.NUMBER, TeamRequest::tokens),
            io.opt("cost", Json.DECIMAL, TeamRequest::cost, 0.0),
            io.opt("currency", Json.TEXT, TeamRequest::currency),
            io.opt("profile", Json.TEXT, TeamRequest::profile));

    public static final RecordCodec<OwnPreset> PRESET =
            io -> new OwnPreset(io.put("name", Json.TEXT, OwnPreset::name), io.put("team", Json.TEXT, OwnPreset::team));

    private RunCodec() {}

    /**
     * The team of a preset, which may leave out what a run has to name.
     *
     * @return with an empty task and directory, and the agent {@code none} for a member without one
     */
    public static Optional<TeamRequest> team(OwnPreset preset) {
        try {
            JsonObject team = StrictJson.parseObject(preset.team());
            team.addProperty("task", "");
            team.addProperty("directory", "");
            if (!team.has("lead")) {
                team.add("lead", new JsonObject());
            }
            withAgent(team.get("lead"));
            if (team.get("workers") instanceof JsonArray workers) {
                workers.forEach(RunCodec::withAgent);
            }
            return Optional.of(TEAM.decode(new FieldReader(team)));
        } catch (CodecException unreadable) {
            return Optional.empty();
        }
    }

    private static void withAgent(JsonElement member) {
        if (member instanceof JsonObject object && !object.has("agent")) {
            object.addProperty("agent", "none");
        }
    }

    /** A team as a preset: without its task and its directory. */
    public static OwnPreset preset(String name, TeamRequest request) {
        JsonObject team = TEAM.encode(request);
        team.remove("task");
        team.remove("directory");
        return new OwnPreset(name, StrictJson.write(team));
    }

    /** The parameters of a run, as a JSON object. */
    public static String parameters(TryRequest request) {
        return StrictJson.write(TRY.encode(request));
    }

    /** The parameters of a run, as a JSON object. */
    public static String parameters(TeamRequest request) {
        return StrictJson.write(TEAM.encode(request));
    }
}
