package dev.pilothouse.model;

import java.util.Objects;

/**
 * A push, exactly as the person saw it. A host that finds anything else refuses it. Immutable.
 *
 * @param branch of the working tree
 * @param head the id of its commit
 * @param remote the name of the remote
 * @param url where the remote is, as in {@link RemoteState.Push#url}
 * @param target the branch on the remote
 * @param toDefault whether the person agrees to push to a protected branch
 * @param replaces the commit of the target that a forced push replaces; empty unless it is forced
 */
public record PushOrder(
        String branch, String head, String remote, String url, String target, boolean toDefault, String replaces) {
    public PushOrder {
        Objects.requireNonNull(branch, "branch");
        Objects.requireNonNull(head, "head");
        Objects.requireNonNull(remote, "remote");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(replaces, "replaces");
    }

    /** Describes the push that a state offers, without any agreement. */
    public static PushOrder of(RemoteState state) {
        RemoteState.Push push = state.push();
        return new PushOrder(
                state.branch().name(), state.branch().head(), push.remote(), push.url(), push.target(), false, "");
    }

    /** @param agreed whether the person agrees to push to a protected branch */
    public PushOrder toDefault(boolean agreed) {
        return new PushOrder(branch, head, remote, url, target, agreed, replaces);
    }

    /** @param seen the commit of the target that the person agrees to replace */
    public PushOrder replacing(String seen) {
        return new PushOrder(branch, head, remote, url, target, toDefault, seen);
    }
}
