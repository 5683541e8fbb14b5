package dev.pilothouse.ui.sessions;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.RepositorySummary;
import dev.pilothouse.session.SearchHit;
import dev.pilothouse.ui.fx.Versioned;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.status.SessionStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One row of the session list, as a value. Immutable. */
public sealed interface SessionRow extends Versioned {
    /** The sessions that it draws, in their order. */
    default List<Entry> sessions() {
        return List.of();
    }

    /**
     * The heading of a group that can be folded.
     *
     * @param waiting the number of its sessions that need the person; shown while it is folded
     */
    record Heading(String id, String title, int count, int waiting, boolean folded) implements SessionRow {
        @Override
        public long revision() {
            return hashCode();
        }
    }

    /**
     * A session.
     *
     * @param agent the agent's name
     * @param doing its question, its activity, or its last line
     * @param lines the last lines of its conversation, for a card; empty in a list
     * @param asks the number of open questions
     * @param age a short age or time
     * @param place agent, directory and mode
     * @param group the person's own group, may be empty
     * @param host the host's name, empty while there is only one
     * @param stale whether the host is not connected, so that this is the last known state
     * @param maySteer whether this device may change it
     * @param ended whether its agent does not run
     * @param repository the state of its git working tree; null if there is none, or it is not known
     * @param drafts number of review comments that were not sent
     */
    record Entry(
            String id,
            SessionKey key,
            SessionStatus standing,
            AgentId agentId,
            String agent,
            String name,
            String doing,
            String lines,
            int asks,
            String age,
            String place,
            String group,
            String host,
            boolean unread,
            boolean pinned,
            boolean archived,
            boolean stale,
            boolean maySteer,
            boolean ended,
            @Nullable RepositorySummary repository,
            int drafts)
            implements SessionRow {
        /**
         * Whether the person can end it. A session whose agent has ended by itself is ended by the person too, so that
         * it no longer stands among those that need the person.
         */
        boolean mayEnd() {
            return !ended || standing.group() == SessionStatus.Group.NEEDS_YOU;
        }

        @Override
        public List<Entry> sessions() {
            return List.of(this);
        }

        @Override
        public long revision() {
            return hashCode();
        }
    }

    /** Several sessions side by side. */
    record Cards(String id, List<Entry> entries) implements SessionRow {
        public Cards {
            entries = List.copyOf(entries);
        }

        @Override
        public List<Entry> sessions() {
            return entries;
        }

        @Override
        public long revision() {
            return hashCode();
        }

        Cards with(Entry newer) {
            return new Cards(
                    id,
                    entries.stream()
                            .map(entry -> entry.key().equals(newer.key()) ? newer : entry)
                            .toList());
        }
    }

    /**
     * A search result in a conversation.
     *
     * @param name the session's name
     * @param about the host, if there are several, and the author of the text
     */
    record Hit(
            SessionKey key,
            ItemId item,
            String name,
            String when,
            String about,
            String excerpt,
            List<SearchHit.Mark> marks)
            implements SessionRow {
        public Hit {
            marks = List.copyOf(marks);
        }

        @Override
        public String id() {
            return "hit-" + key.asText() + "/" + item;
        }

        @Override
        public long revision() {
            return hashCode();
        }
    }

    /** A sentence among the rows, for instance that a search is running. */
    record Remark(String id, String text) implements SessionRow {
        @Override
        public long revision() {
            return hashCode();
        }
    }
}
