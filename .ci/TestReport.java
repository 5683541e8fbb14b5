// SPDX-License-Identifier: GPL-3.0-or-later

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Reads the reports of a test run and prints the skipped tests with their reasons, and the slowest classes. Run as a source
 * file: {@code java .ci/TestReport.java [target]}.
 */
final class TestReport {
    private static final int SLOWEST = 10;

    private int tests;
    private int failed;
    /** The number of failed tests by name; below, the number of skipped tests by class and reason. */
    private final Map<String, Integer> failures = new TreeMap<>();

    private final Map<String, Integer> skipped = new TreeMap<>();
    private final Map<String, Double> seconds = new LinkedHashMap<>();

    public static void main(String[] arguments) throws Exception {
        Path target = Path.of(arguments.length > 0 ? arguments[0] : "target");
        TestReport report = new TestReport();
        for (String folder : List.of("surefire-reports", "failsafe-reports")) {
            Path reports = target.resolve(folder);
            if (Files.isDirectory(reports)) {
                try (Stream<Path> files = Files.list(reports)) {
                    for (Path file : files.filter(TestReport::isReport).sorted().toList()) {
                        report.read(file.toFile());
                    }
                }
            }
        }
        report.print();
    }

    private static boolean isReport(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("TEST-") && name.endsWith(".xml");
    }

    private void read(File file) throws Exception {
        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file)
                .getDocumentElement();
        seconds.merge(shortName(suite.getAttribute("name")), Double.valueOf(suite.getAttribute("time")), Double::sum);
        NodeList cases = suite.getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            Element test = (Element) cases.item(i);
            tests++;
            String name = shortName(test.getAttribute("classname"));
            first(test, "skipped").ifPresent(why -> skipped.merge(name + ": " + reason(why), 1, Integer::sum));
            boolean bad = Stream.of("failure", "error")
                    .anyMatch(kind -> first(test, kind).isPresent());
            if (bad) {
                failed++;
                failures.merge(name + "." + test.getAttribute("name"), 1, Integer::sum);
            }
        }
    }

    private static Optional<Element> first(Element test, String tag) {
        return Optional.ofNullable((Element) test.getElementsByTagName(tag).item(0));
    }

    private static String shortName(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    private static String reason(Element skipped) {
        String all =
                skipped.getAttribute("message").isBlank() ? skipped.getTextContent() : skipped.getAttribute("message");
        String line = all.strip().lines().findFirst().orElse("no reason given");
        String reason = line.replaceFirst("^.*Assumption failed: ", "").replaceFirst("^.* ==> ", "");
        return reason.isBlank() ? line : reason;
    }

    private void print() {
        if (tests == 0) {
            System.out.println("No test reports found.");
            return;
        }
        int left = skipped.values().stream().mapToInt(Integer::intValue).sum();
        System.out.println();
        System.out.println("The slowest classes:");
        seconds.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
                .limit(SLOWEST)
                .forEach(each -> System.out.printf("%8.1f s  %s%n", each.getValue(), each.getKey()));
        list("Skipped tests", skipped);
        list("Failed tests", failures);
        System.out.println();
        System.out.println(tests + " tests: " + (tests - left - failed) + " succeeded, " + left + " skipped, " + failed
                + " failed.");
    }

    private static void list(String title, Map<String, Integer> what) {
        System.out.println();
        System.out.println(title + (what.isEmpty() ? ": none" : ":"));
        what.forEach((each, count) -> System.out.println("  " + each + (count > 1 ? " (" + count + " tests)" : "")));
    }
}
