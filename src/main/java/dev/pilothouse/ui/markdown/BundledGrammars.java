package dev.pilothouse.ui.markdown;

import io.noties.prism4j.annotations.PrismBundle;

/**
 * Lists the languages whose grammars the build writes into {@code CodeGrammarLocator}. An annotation processor does
 * this, so no reflection is needed. Never instantiated.
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
final class BundledGrammars {
    private BundledGrammars() {}
}
