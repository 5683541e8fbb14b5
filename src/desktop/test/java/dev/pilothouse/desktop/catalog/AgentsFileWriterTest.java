package dev.pilothouse.desktop.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.model.AgentDraft;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.StrictJson;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentsFileWriterTest {
    private static AgentDraft draft(String... environment) {
        return new AgentDraft(new AgentId("mine"), "Mine", "/opt/mine", List.of("--acp", "a b"), List.of(environment));
    }

    private static void assertIs(String text, String expected) throws CodecException {
        assertThat(StrictJson.parse(text)).isEqualTo(StrictJson.parse(expected.replace('\'', '"')));
    }

    @Test
    void aMissingFileBecomesAListWithTheEntry() throws Exception {
        assertIs(
                AgentsFileWriter.put("", draft("A=1")),
                "[{'id':'mine','name':'Mine','command':'/opt/mine','args':['--acp','a b'],'env':{'A':'1'}}]");
    }

    @Test
    void otherEntriesAndMembersThatNoFormHasStayAsTheyAre() throws Exception {
        String text = "{'loginShell':false,'agents':[{'id':'other','x':[1]},"
                + "{'id':'mine','command':['/opt/mine','--acp'],'args':['a b'],'env':{'TOKEN':'secret','OLD':'2'},'tokens':'session','x':1}]}";

        assertIs(
                AgentsFileWriter.put(text.replace('\'', '"'), draft("TOKEN", "NEW=a=b")),
                "{'loginShell':false,'agents':[{'id':'other','x':[1]},{'id':'mine','name':'Mine','command':'/opt/mine',"
                        + "'args':['--acp','a b'],'env':{'TOKEN':'secret','NEW':'a=b'},'tokens':'session','x':1}]}");
    }

    @Test
    void anArgumentThatIsANumberIsTheSameAsItsText() throws Exception {
        String text = "[{'id':'mine','command':'/opt/mine','args':['--port',8080],'env':{'TOKEN':'secret'}}]";
        AgentDraft same =
                new AgentDraft(new AgentId("mine"), "Mine", "/opt/mine", List.of("--port", "8080"), List.of("TOKEN"));

        assertIs(
                AgentsFileWriter.put(text.replace('\'', '"'), same),
                "[{'id':'mine','command':'/opt/mine','args':['--port','8080'],'env':{'TOKEN':'secret'},'name':'Mine'}]");
    }

    @Test
    void aStoredValueIsNotGivenToAnotherProgramNorToOtherArguments() throws Exception {
        for (String command : List.of("'/opt/other','--acp','a b'", "'/opt/mine','--acp','c'")) {
            String text = "[{'id':'mine','command':[" + command + "],'env':{'TOKEN':'secret'}}]";

            assertIs(
                    AgentsFileWriter.put(text.replace('\'', '"'), draft("TOKEN")),
                    "[{'id':'mine','name':'Mine','command':'/opt/mine','args':['--acp','a b'],'env':{}}]");
        }
    }

    @Test
    void theOtherFormsOfTheFileKeepTheirForm() throws Exception {
        assertIs(
                AgentsFileWriter.put("{\"agents\":{\"other\":{\"command\":\"o\"}}}", draft()),
                "{'agents':{'other':{'command':'o'},"
                        + "'mine':{'name':'Mine','command':'/opt/mine','args':['--acp','a b'],'env':{}}}}");
        assertIs(
                AgentsFileWriter.put("{\"loginShell\":false}", draft()),
                "{'loginShell':false,'agents':[{'id':'mine','name':'Mine','command':'/opt/mine',"
                        + "'args':['--acp','a b'],'env':{}}]}");
    }

    @Test
    void removingTakesOutOneEntry() throws Exception {
        assertIs(AgentsFileWriter.remove("[{\"id\":\"a\"},{\"id\":\"mine\"}]", new AgentId("mine")), "[{'id':'a'}]");
        assertIs(AgentsFileWriter.remove("{\"agents\":{\"mine\":{}}}", new AgentId("mine")), "{'agents':{}}");
    }

    @Test
    void aFileThatIsNotJsonIsNotChanged() {
        assertThatThrownBy(() -> AgentsFileWriter.put("// mine\n[]", draft())).isInstanceOf(CodecException.class);
    }
}
