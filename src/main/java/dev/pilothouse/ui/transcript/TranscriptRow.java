package dev.pilothouse.ui.transcript;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.ui.diff.DiffRow;
import dev.pilothouse.ui.fx.Keyed;
import dev.pilothouse.ui.markdown.Block;
import java.util.List;
import java.util.function.Function;

/**
 * One row of the transcript, as a value: the view needs nothing else to draw it. Immutable, and made away from the FX
 * thread.
 */
public sealed interface TranscriptRow extends Keyed {
    <T> T match(Cases<T> cases);

    /** One function for each kind of row; a new kind does not compile until every reader handles it. */
    record Cases<T>(
            Function<Prompt, T> prompt,
            Function<Prose, T> prose,
            Function<Thought, T> thought,
            Function<Tool, T> tool,
            Function<Output, T> output,
            Function<DiffPiece, T> diff,
            Function<TurnEnd, T> turnEnd,
            Function<Note, T> note,
            Function<Files, T> files,
            Function<Earlier, T> earlier,
            Function<Break, T> breaks) {}

    /** How far something has come, or what became of it. */
    enum Status {
        RUNNING,
        /** Waits for the person's word. */
        ASKING,
        DONE,
        FAILED,
        REFUSED
    }

    /** What a tool does, which chooses its picture. */
    enum ToolKind {
        READ,
        EDIT,
        DELETE,
        MOVE,
        SEARCH,
        EXECUTE,
        THINK,
        FETCH,
        SWITCH_MODE,
        OTHER
    }

    /** What became of a prompt on its way. */
    enum Delivery {
        /** Not confirmed by the host. */
        PENDING,
        /** The host has it, and it waits for its turn. */
        QUEUED,
        ACCEPTED,
        /** It was not sent and waits for the person's word. */
        HELD,
        /** It did not take effect; {@link Prompt#remark()} says why. */
        FAILED
    }

    /** How a remark is meant. */
    enum Tone {
        NEUTRAL,
        GOOD,
        WAITING,
        BAD
    }

    /** What the person submitted. */
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

    /** A block of the agent's words; {@code muted} for a thought that was opened. */
    record Prose(String id, long revision, Block block, boolean muted) implements TranscriptRow {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.prose().apply(this);
        }
    }

    /**
     * A thought, or a remark with more behind it, as one line that opens.
     *
     * @param label says what it is to a screen reader
     */
    record Thought(String id, long revision, String label, String summary, boolean running, boolean open)
            implements TranscriptRow {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.thought().apply(this);
        }
    }

    /**
     * A tool call, or several of one kind.
     *
     * @param label the verb and what it is about
     * @param target the part of the label that is set in the code font, may be empty
     * @param file the link to the file that the target names, may be empty
     * @param lastLine the last line of output while it runs, may be empty
     * @param time how long it took, may be empty
     * @param since since when it runs, host time in epoch milliseconds; 0 if it does not
     * @param depth 1 for a call inside an opened group
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
     * @param foldedLines how many lines are not shown after this piece
     * @param foldedCharacters how many characters are not shown, 0 if all are
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

    /** A piece of an opened tool call's difference. */
    record DiffPiece(
            String id,
            long revision,
            String path,
            List<DiffRow> rows,
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

    /** The hairline under a turn. */
    record TurnEnd(String id, long revision, String text, Tone tone) implements TranscriptRow {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.turnEnd().apply(this);
        }
    }

    /** A remark of the host, or what became of a request. */
    record Note(String id, long revision, String text, Tone tone) implements TranscriptRow {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.note().apply(this);
        }
    }

    /** Pictures and files of the agent's message. */
    record Files(String id, long revision, List<Attachment> attachments) implements TranscriptRow {
        public Files {
            attachments = List.copyOf(attachments);
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.files().apply(this);
        }
    }

    /** Stands above the first item that is held, while the host has earlier ones. */
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

    /** Says that a new day begins, or that a long time has passed. */
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
