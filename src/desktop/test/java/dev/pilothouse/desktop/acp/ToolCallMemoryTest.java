package dev.pilothouse.desktop.acp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.ToolContent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The diffs of edits, whatever the agent sends of them. */
final class ToolCallMemoryTest {
    private static final String DIFF =
            "{'type':'diff','path':'/p/a.txt','oldText':'one\\ntwo\\n','newText':'one\\nTWO\\n'}";
    private static final ToolContent.Diff REPORTED = new ToolContent.Diff("/p/a.txt", "one\ntwo\n", "one\nTWO\n");
    private static final ToolContent.Text DONE = new ToolContent.Text("Wrote file successfully.");
    private static final String DONE_JSON =
            "{'type':'content','content':{'type':'text','text':'Wrote file successfully.'}}";

    private final ToolCallMemory memory = new ToolCallMemory();

    @Test
    void theDiffOfTheQuestionStaysWhenTheAgentReportsTheEndWithoutOne() {
        update("{'kind':'edit','status':'in_progress'}");
        update("{'content':[" + DIFF + "]}");
        assertThat(update("{'status':'completed','content':[" + DONE_JSON + "]}"))
                .containsExactly(REPORTED, DONE);
        assertThat(update("{'content':[]}")).containsExactly(REPORTED);
    }

    @Test
    void aLaterDiffOfTheAgentReplacesTheOneBefore() {
        update("{'kind':'edit','content':[" + DIFF + "]}");
        assertThat(update("{'content':[{'type':'diff','path':'/p/b.txt','newText':'x'}]}"))
                .containsExactly(new ToolContent.Diff("/p/b.txt", null, "x"));
    }

    @Test
    void anUpdateWithoutContentLeavesTheContentAlone() {
        update("{'kind':'edit','content':[" + DIFF + "]}");
        assertThat(update("{'status':'completed','rawInput':{'path':'/p/a.txt','old_str':'q','new_str':'r'}}"))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'filePath':'/p/a.txt','oldString':'two','newString':'TWO'}",
                "{'file_path':'/p/a.txt','old_string':'two','new_string':'TWO'}",
                "{'path':'/p/a.txt','old_str':'two','new_str':'TWO'}",
                "{'path':'/p/a.txt','edits':[{'oldText':'two','newText':'TWO'}]}",
                "{'edits':[{'file_path':'/p/a.txt','old_string':'two','new_string':'TWO'}]}",
                "{'oldString':'two','newString':'TWO'}"
            })
    void aPairInTheInputIsADiff(String input) {
        assertThat(update("{'kind':'edit','locations':[{'path':'/p/a.txt'}],'rawInput':" + input + "}"))
                .containsExactly(new ToolContent.Diff("/p/a.txt", "two", "TWO"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'content':'x\\n','filePath':'/p/new.txt'}",
                "{'path':'/p/new.txt','file_text':'x\\n'}",
                "{'file_path':'/p/new.txt','content':'x\\n'}",
                "{'changes':{'/p/new.txt':{'type':'add','content':'x\\n'}}}",
                "{'changes':{'/p/new.txt':{'add':{'content':'x\\n'}}}}"
            })
    void theContentOfAWriteIsANewFile(String input) {
        assertThat(update("{'kind':'edit','rawInput':" + input + "}"))
                .containsExactly(new ToolContent.Diff("/p/new.txt", null, "x\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'filepath':'/p/a.txt','diff':'Index: /p/a.txt\\n===\\n--- /p/a.txt\\n+++ /p/a.txt\\n@@ -1,2 +1,2 @@\\n one\\n-two\\n+TWO\\n'}",
                "{'fileName':'/p/a.txt','diff':'\\ndiff --git a/p/a.txt b/p/a.txt\\nindex 0..0\\n--- a/p/a.txt\\n+++ b/p/a.txt\\n@@ -1,2 +1,2 @@\\n one\\n-two\\n+TWO\\n'}",
                "{'path':'/p/a.txt','patch':'@@ -1,2 +1,2 @@\\n one\\n-two\\n+TWO\\n'}",
                "{'patchText':'*** Begin Patch\\n*** Update File: /p/a.txt\\n one\\n-two\\n+TWO\\n*** End Patch'}",
                "{'input':'*** Begin Patch\\n*** Update File: /p/a.txt\\n one\\n*** Update File: /p/a.txt\\n@@ class A\\n one\\n-two\\n+TWO\\n*** End Patch'}",
                "{'changes':{'/p/a.txt':{'type':'update','unified_diff':'@@ -1,2 +1,2 @@\\n one\\n-two\\n+TWO\\n'}}}",
                "{'changes':{'/p/a.txt':{'update':{'unified_diff':'@@ -1,2 +1,2 @@\\r\\n one\\r\\n-two\\r\\n+TWO\\r\\n'}}}}"
            })
    void aPatchInTheInputIsADiff(String input) {
        assertThat(update("{'kind':'edit','rawInput':" + input + "}")).containsExactly(REPORTED);
    }

    @Test
    void aPatchIsBetterThanTheContentThatAnAgentSendsBeforeAndAfterIt() {
        String write = "'rawInput':{'path':'/p/a.txt','content':'one\\nTWO\\n'}";
        assertThat(update("{'kind':'edit'," + write + "}"))
                .containsExactly(new ToolContent.Diff("/p/a.txt", null, "one\nTWO\n"));
        assertThat(update("{'rawInput':{'path':'/p/a.txt','diff':'@@ -1,2 +1,2 @@\\n one\\n-two\\n+TWO\\n'}}"))
                .containsExactly(REPORTED);
        assertThat(update("{" + write + "}")).isNull();
        assertThat(update("{'status':'completed'," + write + ",'content':[" + DONE_JSON + "]}"))
                .containsExactly(REPORTED, DONE);
    }

    @Test
    void thePatchInAnOutputIsFoundAndOtherContentStays() {
        update("{'kind':'edit','content':[" + DONE_JSON + "]}");
        assertThat(
                        update(
                                "{'rawOutput':{'metadata':{'diff':'--- /p/a.txt\\n+++ /p/a.txt\\n@@ -1,2 +1,2 @@\\n one\\n-two\\n+TWO\\n'}}}"))
                .containsExactly(REPORTED, DONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'kind':'execute','rawInput':{'command':'x','path':'/p','content':'x'}}",
                "{'kind':'read','rawInput':{'path':'/p/a.txt','old_str':'a','new_str':'b'}}",
                "{'kind':'other','rawInput':{'path':'/p/a.txt','content':'a todo'}}",
                "{'kind':'edit','rawInput':{'content':'without a path'}}",
                "{'kind':'edit','rawInput':{'path':'/p/a.txt','old_str':'same','new_str':'same'}}",
                "{'kind':'edit','rawInput':'text'}",
                "{'kind':'search','rawOutput':{'diff':'@@ -1 +1 @@\\n-a\\n+b\\n'}}"
            })
    void whatIsNoEditHasNoDiff(String message) {
        assertThat(update(message)).isNull();
    }

    @Test
    void aPatchOfSeveralFilesHasADiffForEachHunk() {
        String patch =
                "diff --git a/a.txt b/a.txt\n--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-a\n+b\n@@ -9,2 +9,1 @@ x\n--- c\n d\n"
                        + "diff --git a/new.txt b/new.txt\nnew file mode 100644\n--- /dev/null\n+++ b/new.txt\n@@ -0,0 +1 @@\n+n\n\\ No newline at end of file\n"
                        + "diff --git a/old.txt b/old.txt\ndeleted file mode 100644\n--- a/old.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-o\n";
        assertThat(PatchReader.read(patch, ""))
                .containsExactly(
                        new ToolContent.Diff("a.txt", "a\n", "b\n"),
                        new ToolContent.Diff("a.txt", "-- c\nd\n", "d\n"),
                        new ToolContent.Diff("new.txt", null, "n\n"),
                        new ToolContent.Diff("old.txt", "o\n", ""));
        assertThat(PatchReader.read("no patch\n@@ but this\n", "p")).isEmpty();
        assertThat(PatchReader.read("@@ -1 +1 @@\n-a\n+b\n".repeat(100), "p")).hasSize(PatchReader.MAX_DIFFS);
    }

    @Test
    void diffsTakeABoundedAmountOfMemoryAndTheOldestAreForgotten() {
        String text = "x".repeat(900_000);
        for (int call = 0; call < 6; call++) {
            update("c" + call, "{'kind':'edit','content':[{'type':'diff','path':'p','newText':'" + text + "'}]}");
        }
        assertThat(update("c0", "{'content':[" + DONE_JSON + "]}")).isNotNull().containsExactly(DONE);
        assertThat(update("c5", "{'content':[" + DONE_JSON + "]}")).hasSize(2);
        update("big", "{'kind':'edit','content':[{'type':'diff','path':'p','newText':'" + text + text + "'}]}");
        assertThat(update("big", "{'content':[" + DONE_JSON + "]}")).containsExactly(DONE);
    }

    @Test
    void otherContentTakesABoundedAmountOfMemoryToo() {
        String text = "x".repeat(50_000);
        String patch = "'rawOutput':{'diff':'@@ -1,2 +1,2 @@\\n one\\n-two\\n+TWO\\n'}";
        for (int call = 0; call < 200; call++) {
            update(
                    "c" + call,
                    "{'kind':'edit','locations':[{'path':'/p/a.txt'}],'content':[{'type':'content','content':{'type':'text','text':'"
                            + text + "'}}]}");
        }
        // Without the content, the diff waits for the next one.
        assertThat(update("c0", "{" + patch + "}")).isNull();
        assertThat(update("c0", "{'content':[" + DONE_JSON + "]}")).containsExactly(REPORTED, DONE);
        assertThat(update("c199", "{" + patch + "}")).containsExactly(REPORTED, new ToolContent.Text(text));
    }

    private List<ToolContent> update(String json) {
        return update("call", json);
    }

    private List<ToolContent> update(String id, String json) {
        JsonFields call = JsonFields.of(JsonParser.parseString(json));
        ToolCallPatch patch = AcpUpdates.patch(call);
        return memory.complete(id, call, patch).content();
    }

    @Test
    void resourcesInToolContentBeginWithTheirNameAsALink() {
        JsonFields call = new JsonFields(JsonParser.parseString(
                        "{\"content\":[{\"type\":\"content\",\"content\":{\"type\":\"resource_link\",\"title\":\"The"
                                + " log\",\"name\":\"l\",\"uri\":\"file:///p/l.log\"}},"
                                + "{\"type\":\"content\",\"content\":{\"type\":\"resource\",\"resource\":"
                                + "{\"uri\":\"file:///p/n.md\",\"text\":\"one\\ntwo\"}}}]}")
                .getAsJsonObject());
        assertThat(AcpUpdates.patch(call).content())
                .containsExactly(
                        new ToolContent.Text("[The log](file:///p/l.log)"),
                        new ToolContent.Text("[n.md](file:///p/n.md)\none\ntwo"));
    }
}
