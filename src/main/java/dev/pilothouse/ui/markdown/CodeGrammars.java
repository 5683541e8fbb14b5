package dev.pilothouse.ui.markdown;

import io.noties.prism4j.annotations.PrismBundle;

/**
 * Names the languages whose grammars the build writes into {@code CodeGrammarLocator}: an annotation processor does it, so
 * that nothing is found by reflection. Never made.
 */
@PrismBundle(
        include = {
            "c",
            "cpp",
            "csharp",
            "css",
            "dart",
            "git",
            "go",
            "groovy",
            "java",
            "javascript",
            "json",
            "kotlin",
            "makefile",
            "markup",
            "python",
            "scala",
            "sql",
            "swift",
            "yaml"
        },
        grammarLocatorClassName = ".CodeGrammarLocator")
final class CodeGrammars {
    private CodeGrammars() {}
}
