package dev.pilothouse.protocol;

import dev.pilothouse.model.PushOrder;
import dev.pilothouse.model.RemoteState;
import dev.pilothouse.model.RemoteState.Branch;
import dev.pilothouse.model.RemoteState.Commit;
import dev.pilothouse.model.RemoteState.Pull;
import dev.pilothouse.model.RemoteState.Push;

/** The remote of a branch, and pushes to it, as JSON objects. Stateless. */
public final class RemoteCodec {
    private static final RecordCodec<Branch> BRANCH = io -> new Branch(
            io.opt("name", Json.TEXT, Branch::name),
            io.opt("head", Json.TEXT, Branch::head),
            io.opt("uncommitted", Json.INT, Branch::uncommitted));

    private static final RecordCodec<Pull> PULL = io -> new Pull(
            io.opt("remote", Json.TEXT, Pull::remote),
            io.opt("url", Json.TEXT, Pull::url),
            io.opt("upstream", Json.TEXT, Pull::upstream),
            io.opt("ahead", Json.INT, Pull::ahead),
            io.opt("behind", Json.INT, Pull::behind),
            io.orNull("method", WireEnum.PULL_MODE, Pull::method),
            io.put("operation", WireEnum.GIT_ACTIVITY, Pull::operation),
            io.opt("conflicts", Json.TEXTS, Pull::conflicts),
            io.opt("conflicted", Json.INT, Pull::conflicted),
            io.opt("turn", Json.TEXT, Pull::turn));

    private static final RecordCodec<Commit> COMMIT =
            io -> new Commit(io.put("id", Json.TEXT, Commit::id), io.opt("subject", Json.TEXT, Commit::subject));

    private static final RecordCodec<Push> PUSH = io -> new Push(
            io.put("form", WireEnum.PUSH_FORM, Push::form),
            io.opt("remote", Json.TEXT, Push::remote),
            io.opt("url", Json.TEXT, Push::url),
            io.opt("target", Json.TEXT, Push::target),
            io.opt("seen", Json.TEXT, Push::seen),
            io.opt("guarded", Json.FLAG, Push::guarded),
            io.opt("commits", COMMIT.list(), Push::commits),
            io.opt("total", Json.INT, Push::total),
            io.opt("lost", Json.INT, Push::lost));

    public static final RecordCodec<RemoteState> STATE = io -> new RemoteState(
            io.put("branch", BRANCH, RemoteState::branch),
            io.put("pull", PULL, RemoteState::pull),
            io.put("push", PUSH, RemoteState::push));

    static final RecordCodec<PushOrder> ORDER = io -> new PushOrder(
            io.put("branch", Json.TEXT, PushOrder::branch),
            io.put("head", Json.TEXT, PushOrder::head),
            io.put("remote", Json.TEXT, PushOrder::remote),
            io.put("url", Json.TEXT, PushOrder::url),
            io.put("target", Json.TEXT, PushOrder::target),
            io.opt("toDefault", Json.FLAG, PushOrder::toDefault),
            io.opt("replaces", Json.TEXT, PushOrder::replaces));

    private RemoteCodec() {}
}
