package dev.pilothouse.ui.transcript;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.session.DiffRow;
import dev.pilothouse.ui.fx.Versioned;
import dev.pilothouse.ui.markdown.Block;
import dev.pilothouse.ui.markdown.CodeHighlighter.Colour;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One row of the transcript as a value. It has everything that a view needs to draw it. Immutable; created off the FX
 * thread.
 */
public sealed interface TranscriptRow extends Versioned {
    <T> T match(Cases<T> cases);

    /** One function per kind of row. A new kind does not compile until every reader handles it. */
    record Cases<T>(
            Function<Prompt, T> prompt,
            Function<Prose, T> prose,
            Function<Thought, T> thought,
            Function<Tool, T> tool,
            Function<Output, T> output,
            Function<DiffPiece, T> diff,
            Function<TurnEnd, T> turnEnd,
            Function<Again, T> again,
            Function<Note, T> note,
            Function<Files, T> files,
            Function<Earlier, T> earlier,
            Function<Break, T> breaks) {}

    /** The status of a tool call. */
    enum Status {
        RUNNING,
        /** Waits for the user's permission. */
        ASKING,
        DONE,
        FAILED,
        REFUSED
    }

    /** The delivery status of a prompt. */
    enum Delivery {
        /** Not confirmed by the host. */
        PENDING,
        /** Queued on the host. */
        QUEUED,
        ACCEPTED,
        /** Not sent; waits for the user's confirmation. */
        HELD,
        /** Not accepted; {@link Prompt#remark()} gives the reason. */
        FAILED
    }

    /** The tone of a note. */
    enum Tone {
        NEUTRAL,
        GOOD,
        WAITING,
        BAD
    }

    /** A prompt of the user. */
    record Prompt(
            String id,
            long revision,
            String text,
            List<Attachment> attachments,
            String author,
            String time,
            Delivery delivery,
            String remark)
            implements TranscriptRow {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.prompt().apply(this);
        }
    }

    /**
     * A block of the agent's text.
     *
     * @param muted for an opened thought
     * @param depth of the tool that has it; negative for a message
     */
    record Prose(String id, long revision, Block block, boolean muted, int depth) implements TranscriptRow {
        Prose(String id, long revision, Block block, boolean muted) {
            this(id, revision, block, muted, -1);
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.prose().apply(this);
        }
    }

    /**
     * A thought, or a note with details, as one line that can be opened.
     *
     * @param label names the row for a screen reader
     * @param undo whether the note can be undone
     */
    record Thought(String id, long revision, String label, String summary, boolean running, boolean open, boolean undo)
            implements TranscriptRow {
        Thought(String id, long revision, String label, String summary, boolean running, boolean open) {
            this(id, revision, label, summary, running, open, false);
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.thought().apply(this);
        }
    }

    /**
     * A tool call, or several of one kind.
     *
     * @param label the verb, or the whole title
     * @param target the object of the action, set in the code font; may be empty
     * @param file the link to the file named by the target; may be empty
     * @param lastLine the last line of output while the call runs; may be empty
     * @param subagent sums up what the call's subagent does; empty if it has none
     * @param time the duration; may be empty
     * @param since the start time while the call runs, in epoch milliseconds of the host; 0 if it does not run
     * @param depth how many opened groups or calls it is in, 3 at most
     */
    record Tool(
            String id,
            long revision,
            ToolKind kind,
            String label,
            String target,
            String file,
            int added,
            int removed,
            String lastLine,
            String subagent,
            String time,
            long since,
            Status status,
            boolean openable,
            boolean open,
            int depth)
            implements TranscriptRow {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.tool().apply(this);
        }
    }

    /**
     * A piece of an opened tool call's input or output.
     *
     * @param foldedLines the number of hidden lines after this piece
     * @param foldedCharacters the number of hidden characters, 0 if all are shown
     */
    record Output(
            String id,
            long revision,
            String caption,
            List<AnsiText.Run> runs,
            boolean first,
            boolean last,
            int foldedLines,
            long foldedCharacters,
            int depth)
            implements TranscriptRow {
        public Output {
            runs = List.copyOf(runs);
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.output().apply(this);
        }
    }

    /**
     * A piece of an opened tool call's diff.
     *
     * @param colours of the code, by line; may have the lines of other pieces too, and is empty at first
     */
    record DiffPiece(
            String id,
            long revision,
            String path,
            List<DiffRow> rows,
            Map<DiffRow, List<Colour>> colours,
            boolean first,
            boolean last,
            int depth,
            boolean sideBySide)
            implements TranscriptRow {
        public DiffPiece {
            rows = List.copyOf(rows);
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.diff().apply(this);
        }
    }

    /** The line below a turn. @param undo whether the files before the turn were kept */
    record TurnEnd(String id, long revision, String text, Tone tone, boolean undo) implements TranscriptRow {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.turnEnd().apply(this);
        }
    }

    /** The ways to go on after a last turn that did not finish. */
    record Again(String id) implements TranscriptRow {
        @Override
        public long revision() {
            return 1;
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.again().apply(this);
        }
    }

    /** A note of the host, or the outcome of a request. */
    record Note(String id, long revision, String text, Tone tone) implements TranscriptRow {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.note().apply(this);
        }
    }

    /** Pictures and files of an agent's message. */
    record Files(String id, long revision, List<Attachment> attachments) implements TranscriptRow {
        public Files {
            attachments = List.copyOf(attachments);
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.files().apply(this);
        }
    }

    /** The first row while the host has items before those that are loaded. */
    record Earlier(boolean loading) implements TranscriptRow {
        @Override
        public String id() {
            return "earlier";
        }

        @Override
        public long revision() {
            return loading ? 2 : 1;
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.earlier().apply(this);
        }
    }

    /** Marks a new day or a long pause. */
    record Break(String id, String text) implements TranscriptRow {
        @Override
        public long revision() {
            return 1;
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.breaks().apply(this);
        }
    }
}
