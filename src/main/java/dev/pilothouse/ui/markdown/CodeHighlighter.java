package dev.pilothouse.ui.markdown;

import io.noties.prism4j.Prism4j;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Highlights finished code: keywords, strings, comments. Grammars are regular expressions, so their input is bounded.
 * Code longer than {@link #CHARACTERS}, or with a line longer than {@link #LINE}, is not highlighted. Neither is a
 * language without a grammar. Highlighted code is not processed again.
 *
 * <p>Owns the loaded grammars; confined to one call at a time, off the FX thread; lives as long as its owner.
 */
public final class CodeHighlighter {
    static final int CHARACTERS = 16_000;
    static final int LINE = 1_000;
    /**
     * Limit on the highlighted ranges of a piece. Each needs one or two nodes, and a piece with more is data instead of
     * code.
     */
    static final int COLOURS_OF_A_PIECE = 500;

    private static final Map<String, String> ALSO_CALLED = Map.ofEntries(
            Map.entry("c++", "cpp"),
            Map.entry("cc", "cpp"),
            Map.entry("h", "cpp"),
            Map.entry("hpp", "cpp"),
            Map.entry("cs", "csharp"),
            Map.entry("c#", "csharp"),
            Map.entry("diff", "git"),
            Map.entry("patch", "git"),
            Map.entry("golang", "go"),
            Map.entry("gradle", "groovy"),
            Map.entry("jsx", "javascript"),
            Map.entry("mjs", "javascript"),
            Map.entry("ts", "javascript"),
            Map.entry("tsx", "javascript"),
            Map.entry("typescript", "javascript"),
            Map.entry("jsonc", "json"),
            Map.entry("json5", "json"),
            Map.entry("kt", "kotlin"),
            Map.entry("kts", "kotlin"),
            Map.entry("make", "makefile"),
            Map.entry("fxml", "markup"),
            Map.entry("xhtml", "markup"),
            Map.entry("py", "python"),
            Map.entry("python3", "python"),
            Map.entry("rs", "rust"),
            Map.entry("sh", "bash"),
            Map.entry("shell", "bash"),
            Map.entry("zsh", "bash"),
            Map.entry("console", "bash"),
            Map.entry("shell-session", "bash"),
            Map.entry("yml", "yaml"));

    private final Prism4j prism = new Prism4j(new ExtraGrammarLocator());

    /** The kind of a highlighted range. */
    public enum Kind {
        KEYWORD,
        STRING,
        COMMENT,
        NUMBER,
        NAME,
        ADDED,
        REMOVED
    }

    /** A highlighted range of a piece's text. {@code to} is exclusive. Immutable. */
    public record Colour(int from, int to, Kind kind) {}

    /** Returns the language of a file by the end of its name, or by its name. */
    public static String languageOf(String fileName) {
        String lower = fileName.toLowerCase(Locale.ROOT);
        if (lower.equals("makefile") || lower.equals("dockerfile")) {
            return lower;
        }
        int dot = lower.lastIndexOf('.');
        String end = dot < 0 ? "" : lower.substring(dot + 1);
        return switch (end) {
            case "html", "htm", "svg", "xml" -> "markup";
            case "md" -> "markdown";
            default -> end;
        };
    }

    /** Returns whether any finished code has not been highlighted yet. */
    public static boolean isPlain(List<Block> blocks) {
        for (Block block : blocks) {
            if (block.content() instanceof Block.Code code && code.finished() && code.colours() == null) {
                return true;
            }
        }
        return false;
    }

    /** Returns the blocks with the highlighting of the earlier blocks where both have the same content. */
    public static List<Block> withColoursOf(List<Block> blocks, List<Block> before) {
        List<Block> kept = null;
        for (int i = 0; i < blocks.size() && i < before.size(); i++) {
            Block was = before.get(i);
            if (was != blocks.get(i)
                    && blocks.get(i).content() instanceof Block.Code now
                    && was.content() instanceof Block.Code then
                    && now.colours() == null
                    && then.colours() != null
                    && was.frame().equals(blocks.get(i).frame())
                    && now.with(then.colours()).equals(then)) {
                kept = kept == null ? new ArrayList<>(blocks) : kept;
                kept.set(i, was);
            }
        }
        return kept == null ? blocks : kept;
    }

    /** Returns the blocks with all finished code highlighted. */
    public List<Block> coloured(List<Block> blocks) {
        if (!isPlain(blocks)) {
            return blocks;
        }
        List<Block> coloured = new ArrayList<>(blocks);
        for (int from = 0; from < coloured.size(); from++) {
            if (coloured.get(from).content() instanceof Block.Code code && code.finished() && code.colours() == null) {
                int to = from + 1;
                while (!code.last() && to < coloured.size() && coloured.get(to).content() instanceof Block.Code next) {
                    to++;
                    code = next;
                }
                colour(coloured.subList(from, to));
                from = to - 1;
            }
        }
        return coloured;
    }

    /**
     * Highlights all pieces of one code block together, because a comment may start in one piece and end in another.
     */
    private void colour(List<Block> pieces) {
        StringBuilder whole = new StringBuilder();
        for (Block piece : pieces) {
            whole.append(whole.isEmpty() ? "" : "\n").append(((Block.Code) piece.content()).text());
        }
        List<Colour> found = find(((Block.Code) pieces.get(0).content()).language(), whole.toString());
        int start = 0;
        for (int i = 0; i < pieces.size(); i++) {
            Block.Code code = (Block.Code) pieces.get(i).content();
            List<Colour> here = within(found, start, start + code.text().length());
            pieces.set(
                    i,
                    new Block(pieces.get(i).frame(), code.with(here.size() > COLOURS_OF_A_PIECE ? List.of() : here)));
            start += code.text().length() + 1;
        }
    }

    private static List<Colour> within(List<Colour> all, int start, int end) {
        List<Colour> within = new ArrayList<>();
        for (Colour colour : all) {
            int from = Math.max(start, colour.from());
            int to = Math.min(end, colour.to());
            if (from < to) {
                within.add(new Colour(from - start, to - start, colour.kind()));
            }
        }
        return within;
    }

    /** Returns the highlighted ranges of a text on its own, in order; none if it is too long. */
    public List<Colour> colours(String language, String text) {
        return find(language, text);
    }

    private List<Colour> find(String language, String text) {
        if (text.length() > CHARACTERS || longestLine(text) > LINE) {
            return List.of();
        }
        String name = language.toLowerCase(Locale.ROOT);
        Prism4j.Grammar grammar = prism.grammar(ALSO_CALLED.getOrDefault(name, name));
        if (grammar == null) {
            return List.of();
        }
        try {
            Reading reading = new Reading();
            reading.read(prism.tokenize(text, grammar), null);
            // If the token lengths do not add up to the text, the ranges would be at wrong positions.
            return reading.at == text.length() ? reading.colours : List.of();
        } catch (StackOverflowError tooNested) {
            // Java's regular expressions recurse for repeated groups. Such code is not highlighted.
            return List.of();
        }
    }

    private static int longestLine(String text) {
        int longest = 0;
        int start = 0;
        while (start <= text.length()) {
            int feed = text.indexOf('\n', start);
            int end = feed < 0 ? text.length() : feed;
            longest = Math.max(longest, end - start);
            start = end + 1;
        }
        return longest;
    }

    /** Flattens a grammar's tree into ranges that do not overlap. Confined to one call. */
    private static final class Reading {
        private final List<Colour> colours = new ArrayList<>();
        private int at;

        void read(List<? extends Prism4j.Node> nodes, @Nullable Kind around) {
            for (Prism4j.Node node : nodes) {
                if (node instanceof Prism4j.Syntax syntax) {
                    read(syntax.children(), kind(syntax.type(), around));
                } else {
                    add(node.textLength(), around);
                }
            }
        }

        private void add(int length, @Nullable Kind kind) {
            int last = colours.size() - 1;
            if (kind != null && length > 0) {
                if (last >= 0
                        && colours.get(last).to() == at
                        && colours.get(last).kind() == kind) {
                    colours.set(last, new Colour(colours.get(last).from(), at + length, kind));
                } else {
                    colours.add(new Colour(at, at + length, kind));
                }
            }
            at += length;
        }

        private static @Nullable Kind kind(String type, @Nullable Kind around) {
            return switch (type) {
                case "keyword", "boolean", "null", "important", "atrule", "rule", "directive", "command", "doctype" ->
                    Kind.KEYWORD;
                case "string", "raw-string", "triple-quoted-string", "char", "regex", "attr-value", "url" ->
                    Kind.STRING;
                case "comment", "prolog", "cdata", "shebang", "coord" -> Kind.COMMENT;
                case "number", "constant", "datetime", "symbol" -> Kind.NUMBER;
                case "function",
                        "class-name",
                        "builtin",
                        "tag",
                        "selector",
                        "property",
                        "key",
                        "annotation",
                        "attr-name" -> Kind.NAME;
                case "inserted" -> Kind.ADDED;
                case "deleted" -> Kind.REMOVED;
                case "punctuation", "operator" -> around == Kind.NAME ? null : around;
                default -> around;
            };
        }
    }
}
