package dev.pilothouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrictJsonTest {
    @Test
    void whatIsNotJsonIsRefused() {
        for (String text : List.of(
                "",
                " ",
                "{",
                "{}{}",
                "{} x",
                "{'a':1}",
                "{a:1}",
                "{\"a\":1,}",
                "[1,]",
                "[1 2]",
                "{\"a\";1}",
                "NaN",
                "{\"a\":Infinity}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":TRUE}",
                "// c\n{}",
                "{\"a\":\"line\nend\"}",
                "\uFEFF{}",
                "\"open")) {
            assertThatThrownBy(() -> StrictJson.parse(text), "%s", text).isInstanceOf(CodecException.class);
        }
    }

    @Test
    void aMemberNamedTwiceIsRefused() {
        assertThatThrownBy(() -> StrictJson.parse("{\"type\":\"ping\",\"type\":\"pong\"}"))
                .hasMessageContaining("twice");
    }

    @Test
    void deepNestingIsRefused() throws Exception {
        assertThat(StrictJson.parse("[".repeat(64) + "]".repeat(64))).isNotNull();
        assertThatThrownBy(() -> StrictJson.parse("[".repeat(100_000))).isInstanceOf(CodecException.class);
    }

    @Test
    void hugeNumbersCostNothing() throws Exception {
        FieldReader fields = new FieldReader(StrictJson.parseObject("{\"n\":1e999999999,\"m\":9223372036854775808}"));

        assertThatThrownBy(() -> fields.number("n")).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> fields.number("m")).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> fields.decimal("n")).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> StrictJson.parse("1".repeat(1_000))).isInstanceOf(CodecException.class);
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        String text = "{\"a\":[1,-2.5,true,null,\"\\u0000 é \uD83D\uDE80 <&>\"],\"b\":{}}";

        assertThat(StrictJson.write(StrictJson.parse(text))).isEqualTo(text);
    }

    @Test
    void aFailureNamesThePlaceAndNotTheValue() {
        byte[] frame =
                "{\"type\":\"devices\",\"requestId\":\"r\",\"devices\":[{\"deviceId\":\"d\",\"name\":\"secret-name\",\"scope\":[\"root\"]}]}"
                        .getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> BridgeCodec.decodeHost(frame))
                .hasMessageContaining("devices[0].scope")
                .hasMessageNotContaining("root")
                .hasMessageNotContaining("secret-name");
    }

    @Test
    void malformedUtf8IsRefused() {
        assertThatThrownBy(() -> BridgeCodec.decodeHost(new byte[] {'{', '"', (byte) 0xc3, '"', '}'}))
                .hasMessageContaining("UTF-8");
    }

    @Test
    void aSentenceInAnotherFormCostsThatArgumentAlone() throws Exception {
        byte[] frame = ("{\"type\":\"error\",\"code\":\"busy\",\"text\":\"Full.\",\"says\":{\"code\":\"FULL\",\"args\":"
                        + "{\"max\":\"3\",\"why\":{\"says\":{\"code\":\"X\"}},\"what\":{\"text\":7}}}}")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(BridgeCodec.decodeHost(frame))
                .isInstanceOfSatisfying(
                        HostMessage.Failure.class,
                        failure -> assertThat(failure.sentence().code().arguments())
                                .containsOnlyKeys("max"));
    }

    @Test
    void aMessageOfAnUnknownTypeIsKeptByItsName() throws Exception {
        byte[] frame = "{\"type\":\"hologram\",\"x\":[{}]}".getBytes(StandardCharsets.UTF_8);

        assertThat(BridgeCodec.decodeHost(frame)).isEqualTo(new HostMessage.Unknown("hologram"));
        assertThat(BridgeCodec.decodeClient(frame)).isEqualTo(new ClientMessage.Unknown("hologram"));
    }
}
