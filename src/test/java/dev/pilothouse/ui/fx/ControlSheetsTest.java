package dev.pilothouse.ui.fx;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The sheets {@code controls-*.css} have the rules of AtlantaFX's Primer for the controls that the program uses, and no
 * others. JavaFX compares the style classes of each kind of node with those of each rule, so rules that never match
 * delay the first frame. With {@code -Dsheets.write=true} the test writes the sheets.
 */
class ControlSheetsTest {
    private static final Path SHEETS = Path.of("src/main/resources/dev/pilothouse/css");
    private static final List<Path> SOURCES = List.of(Path.of("src/main/java"), Path.of("src/desktop/java"));

    /** The controls that the program uses; {@link #CLASSES} has the style classes of their parts. */
    private static final Set<String> CONTROLS =
            Set.of("Button CheckBox CheckMenuItem ComboBox ContextMenu Hyperlink Label ListCell ListView Menu MenuItem"
                    .split(" "));

    private static final Set<String> MORE_CONTROLS = Set.of(
            "RadioButton RadioMenuItem ScrollBar ScrollPane SeparatorMenuItem Slider TextArea TextField ToggleButton Tooltip"
                    .split(" "));

    /** The style classes that JavaFX and Ikonli give to these controls, their parts and their popups. */
    private static final Set<String> CLASSES = Set.of("""
            root popup text label mnemonic-underline ikonli-font-icon font-icon cell
            button arrow-button arrow toggle-button hyperlink
            check-box box mark radio-button radio dot
            text-input text-field text-area content
            combo-box combo-box-base combo-box-popup
            list-view list-cell placeholder virtual-flow sheet clipped-container
            scroll-pane viewport corner
            scroll-bar track thumb increment-button decrement-button increment-arrow decrement-arrow
            slider axis axis-tick-mark axis-minor-tick-mark axis-label
            context-menu scroll-arrow menu-up-arrow menu-down-arrow
            menu menu-item check-menu-item radio-menu-item check graphic-container left-container right-container
            separator line tooltip""".split("\\s+"));

    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern RULE = Pattern.compile("([^{}]+)\\{([^{}]*)}");
    private static final Pattern CLASS = Pattern.compile("\\.([A-Za-z_][\\w-]*)");
    private static final Pattern TEXT = Pattern.compile("\"([^\"\\\\\n]*+(?:\\\\.[^\"\\\\\n]*+)*+)\"");
    private static final Pattern CONTROL = Pattern.compile("import javafx\\.scene\\.control\\.(\\w+)");

    @ParameterizedTest
    @EnumSource
    void theSheetHasTheRulesOfPrimerForTheControlsThatAreUsed(Theme theme) throws IOException {
        String wanted = sheet(theme);
        Path file = SHEETS.resolve(theme.controls());
        if (Boolean.getBoolean("sheets.write")) {
            Files.writeString(file, wanted);
        }

        assertThat(Files.readString(file))
                .as(
                        "%s; run this test with -Dsheets.write=true after a change of AtlantaFX or of the style classes",
                        file)
                .isEqualTo(wanted);
    }

    @Test
    void theSheetsKnowEveryControl() throws IOException {
        Set<String> known = new TreeSet<>(CONTROLS);
        known.addAll(MORE_CONTROLS);
        // Types without an appearance, and bases of those above.
        known.addAll(Set.of("ButtonBase", "ComboBoxBase", "ContentDisplay", "Control", "Labeled", "OverrunStyle"));
        known.addAll(Set.of(
                "SelectionMode", "Skin", "SkinBase", "TextFormatter", "TextInputControl", "ToggleGroup", "skin"));

        Set<String> imported =
                sources().flatMap(source -> found(CONTROL, source)).collect(Collectors.toSet());
        assertThat(known).as("add a new control, and its style classes, here").containsAll(imported);
    }

    /** The rules whose style classes all exist in the program: those of its controls, and those that its sources name. */
    private static String sheet(Theme theme) throws IOException {
        String primer = COMMENT.matcher(primer(theme)).replaceAll("");
        Set<String> existing = new TreeSet<>(CLASSES);
        existing.addAll(named());
        StringBuilder sheet = new StringBuilder("""
                /* Made by ControlSheetsTest from AtlantaFX's Primer, https://github.com/mkpaz/atlantafx, with the rules of the controls in use.
                   SPDX-FileCopyrightText: mkpaz and the contributors to AtlantaFX
                   SPDX-License-Identifier: MIT */
                """);
        for (MatchResult rule : results(RULE, primer)) {
            String selectors = Arrays.stream(rule.group(1).split(","))
                    .map(selector -> selector.strip().replaceAll("\\s+", " "))
                    .filter(selector -> found(CLASS, selector).allMatch(existing::contains))
                    .collect(Collectors.joining(", "));
            if (!selectors.isEmpty()) {
                sheet.append(selectors).append(" {\n");
                Arrays.stream(rule.group(2).split(";"))
                        .map(declaration -> declaration.strip().replaceAll("\\s+", " "))
                        .filter(declaration -> !declaration.isEmpty())
                        .forEach(declaration ->
                                sheet.append("  ").append(declaration).append(";\n"));
                sheet.append("}\n");
            }
        }
        return sheet.toString();
    }

    private static String primer(Theme theme) throws IOException {
        String path = theme == Theme.DARK
                ? new PrimerDark().getUserAgentStylesheet()
                : new PrimerLight().getUserAgentStylesheet();
        try (InputStream in = PrimerDark.class.getResourceAsStream(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The words of all texts in the sources; style classes are among them. */
    private static Set<String> named() throws IOException {
        return sources()
                .flatMap(source -> found(TEXT, source))
                .flatMap(text -> Arrays.stream(text.split("\\s+")))
                .collect(Collectors.toSet());
    }

    private static Stream<String> sources() throws IOException {
        List<String> sources = new ArrayList<>();
        for (Path folder : SOURCES) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    sources.add(Files.readString(file));
                }
            }
        }
        return sources.stream();
    }

    private static Stream<String> found(Pattern pattern, String text) {
        return results(pattern, text).stream().map(result -> result.group(1));
    }

    private static List<MatchResult> results(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.results().toList();
    }
}
