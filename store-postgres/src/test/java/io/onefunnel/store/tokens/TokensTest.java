package io.onefunnel.store.tokens;

import static io.onefunnel.store.StoreFixture.CRM;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onefunnel.spi.TokenVault;
import io.onefunnel.spi.TokenVault.Exchanged;
import io.onefunnel.store.StoreFixture;
import io.onefunnel.store.sql.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Refresh tokens that a vendor replaces when they are used. */
class TokensTest {
    private static final String KEY = EncryptionKey.generate();

    private static StoreFixture store;
    private static TokenVault vault;

    @BeforeAll
    static void open() {
        store = new StoreFixture(TokensTest.class);
        vault = store.store.tokens(() -> EncryptionKey.of(KEY));
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @BeforeEach
    void empty() {
        change("delete from vendor_token");
    }

    private static void change(String statement) {
        store.query(sql -> sql.update(statement));
    }

    /** Uses the token for its successor; answers the one that was used. */
    private static String rotate(TokenVault vault, String configured) throws IOException {
        return vault.exchange(
                CRM, "refresh-token", configured, token -> new Exchanged<>(token, Optional.of(token + "+")));
    }

    @Test
    void theNewestTokenIsLent() throws IOException {
        assertThat(rotate(vault, "first")).isEqualTo("first");
        assertThat(rotate(vault, "first")).isEqualTo("first+");
        assertThat(rotate(vault, "first")).isEqualTo("first++");
    }

    @Test
    void aNewlyConfiguredTokenMakesTheKeptOneVoid() throws IOException {
        rotate(vault, "first");

        assertThat(rotate(vault, "second")).isEqualTo("second");
        assertThat(rotate(vault, "second")).isEqualTo("second+");
    }

    @Test
    void aTokenThatTheVendorLetStandIsUsedAgain() throws IOException {
        assertThat(vault.<String>exchange(
                        CRM, "refresh-token", "first", token -> new Exchanged<>(token, Optional.empty())))
                .isEqualTo("first");
        assertThat(rotate(vault, "first")).isEqualTo("first");
    }

    @Test
    void afterAnExchangeThatFailedTheTokenIsTheSame() throws IOException {
        rotate(vault, "first");
        assertThatThrownBy(() -> vault.exchange(CRM, "refresh-token", "first", token -> {
                    throw new IOException("no route");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("no route");

        assertThat(rotate(vault, "first")).isEqualTo("first+");
    }

    @Test
    void ofSeveralNodesOneExchangesAtATime() throws Exception {
        int nodes = 4;
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(nodes);
        try {
            List<Future<String>> used = new ArrayList<>();
            for (int i = 0; i < nodes; i++) {
                used.add(threads.submit(() -> {
                    start.await();
                    return rotate(store.store.tokens(() -> EncryptionKey.of(KEY)), "first");
                }));
            }
            start.countDown();
            List<String> tokens = new ArrayList<>();
            for (Future<String> each : used) tokens.add(each.get());
            assertThat(tokens).containsExactlyInAnyOrder("first", "first+", "first++", "first+++");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void neitherTheKeptNorTheConfiguredTokenStandsInTheDatabase() throws IOException {
        rotate(vault, "a-very-secret-token");

        String row = store.query(sql -> sql.first(
                        "select encode(sealed, 'hex') || encode(configured_digest, 'hex') from vendor_token",
                        found -> found.text(1))
                .orElseThrow());
        assertThat(row).doesNotContain(HexFormat.of().formatHex("a-very-secret".getBytes(UTF_8)));
    }

    @Test
    void anotherKeyOpensNothingAndSaysWhatToDo() throws IOException {
        rotate(vault, "first");
        TokenVault stranger = store.store.tokens(() -> EncryptionKey.of(EncryptionKey.generate()));

        assertThatThrownBy(() -> rotate(stranger, "first"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("token.key")
                .hasMessageContaining("newly issued token");
    }

    @Test
    void aTokenCannotBeOpenedInTheRowOfAnother() throws IOException {
        rotate(vault, "first");
        change("update vendor_token set key = 'merge-token'");

        assertThatThrownBy(() -> vault.exchange(
                        CRM, "merge-token", "first", token -> new Exchanged<>(token, Optional.<String>empty())))
                .isInstanceOf(StoreException.class);
    }

    @Test
    void theKeyFileIsMadeOnceAndOnlyItsOwnerReadsIt(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("token.key");

        EncryptionKey.keptIn(file);
        String made = Files.readString(file);
        EncryptionKey.keptIn(file);

        assertThat(Files.readString(file)).isEqualTo(made);
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        Files.writeString(file, "short");
        assertThatThrownBy(() -> EncryptionKey.keptIn(file)).hasMessageContaining("token.key");
    }
}
