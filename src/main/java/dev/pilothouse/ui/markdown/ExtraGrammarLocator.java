package dev.pilothouse.ui.markdown;

import static io.noties.prism4j.Prism4j.pattern;
import static io.noties.prism4j.Prism4j.token;
import static java.util.regex.Pattern.MULTILINE;
import static java.util.regex.Pattern.compile;

import io.noties.prism4j.GrammarLocator;
import io.noties.prism4j.Prism4j;
import java.util.HashSet;
import java.util.Set;

/**
 * Grammars for shell and Rust, which the library's bundle lacks and agents often use. They find highlighted ranges and
 * do not parse. All other languages come from the bundle. Stateless except for the bundle's cache; confined to its
 * owner.
 */
final class ExtraGrammarLocator implements GrammarLocator {
    private final GrammarLocator bundle = new CodeGrammarLocator();

    @Override
    public Prism4j.Grammar grammar(Prism4j prism4j, String language) {
        return switch (language) {
            case "bash" -> bash();
            case "rust" -> rust();
            default -> bundle.grammar(prism4j, language);
        };
    }

    @Override
    public Set<String> languages() {
        Set<String> all = new HashSet<>(bundle.languages());
        all.add("bash");
        all.add("rust");
        return all;
    }

    private static Prism4j.Grammar bash() {
        return Prism4j.grammar(
                "bash",
                token("shebang", pattern(compile("^#!.*"))),
                token("comment", pattern(compile("(^|[\\s;])#.*", MULTILINE), true)),
                token(
                        "string",
                        pattern(compile("\"[^\"\\\\]*+(?:\\\\[\\s\\S][^\"\\\\]*+)*+\""), false, true),
                        pattern(compile("'[^']*+'"), false, true)),
                token("property", pattern(compile("\\$\\{[^}\\n]*\\}|\\$\\w+|\\$[#?*!@$-]"))),
                token(
                        "keyword",
                        pattern(
                                compile(
                                        "(^|[\\s;|&(])(?:if|then|else|elif|fi|for|while|until|in|do|done|case|esac|function"
                                                + "|select|return|exit|break|continue|local|export|readonly|declare|unset"
                                                + "|shift|source|trap|eval|exec|set|sudo)(?=$|[\\s;|&)])",
                                        MULTILINE),
                                true)),
                // Command names are not highlighted: the library treats the text after a match as the start of a line.
                token("attr-name", pattern(compile("(\\s)--?[A-Za-z][\\w-]*"), true)),
                token("number", pattern(compile("(^|[\\s=])\\d+(?=$|[\\s;|&)])", MULTILINE), true)));
    }

    private static Prism4j.Grammar rust() {
        return Prism4j.grammar(
                "rust",
                token(
                        "comment",
                        pattern(compile("/\\*[\\s\\S]*?\\*/"), false, true),
                        pattern(compile("//.*"), false, true)),
                token(
                        "string",
                        pattern(compile("b?r(#{0,8})\"[\\s\\S]*?\"\\1"), false, true),
                        pattern(compile("b?\"[^\"\\\\]*+(?:\\\\[\\s\\S][^\"\\\\]*+)*+\""), false, true)),
                token("char", pattern(compile("b?'(?:\\\\(?:x\\w\\w|u\\{\\w{1,6}\\}|.)|[^\\\\'\\n])'"))),
                token("annotation", pattern(compile("#!?\\[[^\\[\\]\\n]*\\]"))),
                token("symbol", pattern(compile("'[A-Za-z_]\\w*"))),
                token(
                        "keyword",
                        pattern(compile(
                                "\\b(?:as|async|await|break|const|continue|crate|dyn|else|enum|extern|false|fn|for|if"
                                        + "|impl|in|let|loop|match|mod|move|mut|pub|ref|return|self|Self|static|struct|super|trait"
                                        + "|true|type|union|unsafe|use|where|while|yield)\\b"))),
                token("function", pattern(compile("\\b[a-z_]\\w*(?=!|\\s*(?:::<[^>\\n]*>)?\\()"))),
                token("class-name", pattern(compile("\\b[A-Z]\\w*"))),
                token(
                        "number",
                        pattern(compile("\\b(?:0x[\\da-fA-F_]+|0b[01_]+|\\d[\\d_]*(?:\\.\\d[\\d_]*)?(?:[eE][+-]?\\d+)?)"
                                + "(?:[iu](?:8|16|32|64|128|size)|f32|f64)?\\b"))));
    }
}
