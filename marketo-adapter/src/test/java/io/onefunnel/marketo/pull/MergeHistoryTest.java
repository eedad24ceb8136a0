package io.onefunnel.marketo.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.onefunnel.marketo.ScriptedMarketo;
import io.onefunnel.marketo.client.MarketoConnection;
import io.onefunnel.marketo.client.RefusedException;
import io.onefunnel.spi.AdapterErrorCode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The history of merges")
class MergeHistoryTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @Test
    void tellsNobodyAsMergedIntoThemselves() {
        assertThat(MergeHistory.merged(Map.of(
                        "leadId", "7",
                        "primaryAttributeValueId", "7",
                        "activityDate", NOON.toString(),
                        "Merge IDs", "[7, 8]")))
                .containsExactly(new MergeHistory.Merged("8", "7", NOON));

        try (ScriptedMarketo marketo = new ScriptedMarketo()) {
            MarketoConnection connection = marketo.connection();
            MergeHistory history = new MergeHistory(connection.reading(), connection.activities(), NOON);
            history.remember(new MergeHistory.Merged("1", "2", NOON));
            history.remember(new MergeHistory.Merged("2", "1", NOON));
            history.remember(new MergeHistory.Merged("3", "4", NOON));

            assertThat(history.of("1")).isEmpty();
            assertThat(history.of("2")).isEmpty();
            assertThat(history.of("3")).isPresent();
            assertThat(history.survivor("3")).isEqualTo("4");
        }
    }

    @Test
    void isNotReadForEverWhereTheLogStands() {
        try (ScriptedMarketo marketo = new ScriptedMarketo()) {
            marketo.then("{\"requestId\":\"1\",\"success\":true,\"nextPageToken\":\"A\",\"moreResult\":true}");
            MarketoConnection connection = marketo.connection();
            MergeHistory history = new MergeHistory(connection.reading(), connection.activities(), NOON);

            RefusedException refused =
                    catchThrowableOfType(RefusedException.class, () -> history.lookFor(List.of("1")));

            assertThat(refused.code()).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
            assertThat(marketo.calls()).hasSizeLessThan(30);
        }
    }
}
