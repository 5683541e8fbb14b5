package dev.pilothouse.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of every {@link SecureStore}, real or in memory. */
public abstract class SecureStoreContract {

    private SecureStore store;

    /** A store on the same device every time, as if just started. */
    protected abstract SecureStore start();

    @BeforeEach
    void startTheStore() {
        store = start();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatWasNeverWrittenIsEmpty() {
        assertThat(store.read("device.key")).isEmpty();
    }

    @Test
    void whatWasWrittenIsThereAfterARestart() {
        store.write("device.key", bytes("secret"));

        assertThat(start().read("device.key")).hasValue(bytes("secret"));
    }

    @Test
    void theNewContentReplacesTheOld() {
        store.write("device.key", bytes("a longer secret"));
        store.write("device.key", bytes("short"));

        assertThat(store.read("device.key")).hasValue(bytes("short"));
    }

    @Test
    void emptyContentIsNotTheSameAsNone() {
        store.write("device.key", new byte[0]);

        assertThat(store.read("device.key")).hasValue(new byte[0]);
    }

    @Test
    void namesDoNotShareContent() {
        store.write("device.key", bytes("one"));
        store.write("host.key", bytes("two"));

        assertThat(store.read("device.key")).hasValue(bytes("one"));
    }

    @Test
    void whatWasRemovedIsGone() {
        store.write("device.key", bytes("secret"));

        store.remove("device.key");
        store.remove("device.key");

        assertThat(start().read("device.key")).isEmpty();
    }

    @Test
    void callersCannotChangeWhatIsStored() {
        byte[] content = bytes("secret");
        store.write("device.key", content);

        content[0] = 'X';
        store.read("device.key").orElseThrow()[1] = 'X';

        assertThat(store.read("device.key")).hasValue(bytes("secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", ".hidden", "a/b", "../x", "a\\b", "A", "ä", "a b", "a\u0000"})
    void aNameThatCouldLeadElsewhereIsRefused(String name) {
        assertThatThrownBy(() -> store.write(name, new byte[1])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.read(name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.remove(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNameOf64LettersFitsAndOneMoreDoesNot() {
        store.write("a".repeat(64), bytes("x"));

        assertThatThrownBy(() -> store.write("a".repeat(65), bytes("x"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void contentThatIsTooLongIsRefusedAndTheOldIsKept() {
        store.write("device.key", bytes("secret"));

        assertThatThrownBy(() -> store.write("device.key", new byte[SecureStore.MAX_BYTES + 1]))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(store.read("device.key")).hasValue(bytes("secret"));
    }
}
