package io.onefunnel.marketo.pull;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.spi.Cursor;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A cursor of before refused tokens and failed jobs were counted")
class OlderCursorsTest {
    @Test
    void isReadOn() {
        PersonCursor cursor = PersonCursor.read(new Cursor("{\"loadFrom\":0,\"streams\":{\"began\":5,\"since\":4,"
                + "\"tokens\":{\"12\":\"A\"},\"ended\":[]},\"forecast\":{\"rows\":0,\"first\":0,\"last\":0},"
                + "\"extraction\":{\"next\":9,\"until\":9,\"lookAfter\":0,\"notBefore\":0,\"jobs\":[{\"exportId\":\"e\","
                + "\"from\":1,\"to\":2,\"size\":7,\"checksum\":\"\",\"rows\":3}]},\"filtered\":false,\"rows\":0,"
                + "\"watched\":0,\"deletions\":\"\",\"removalsAt\":0}"));

        assertThat(cursor.streams().from("12", Instant.EPOCH).replaceable()).isTrue();
        Extraction extraction = cursor.extraction();
        assertThat(extraction).isNotNull();
        assertThat(extraction.isPutOff(Instant.EPOCH)).isFalse();
        assertThat(extraction.firstFinished())
                .get()
                .satisfies(job -> assertThat(job.records() + job.failures()).isZero());
    }
}
