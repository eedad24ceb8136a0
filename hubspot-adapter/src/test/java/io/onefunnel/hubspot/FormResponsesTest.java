package io.onefunnel.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.Field;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Cursor;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Responses from forms")
class FormResponsesTest extends ResponseSources {
    private static final String FORM = "form submissions";

    @Test
    @DisplayName("a form's sender is the contact of the address that was typed, however it was typed")
    void sendersAreFoundByAddress() {
        useForm("");
        SourceRef known = person(1);
        submit("P1@Example.org ", "Software");

        pull(Cursor.BEGINNING);

        assertThat(told).singleElement().isInstanceOfSatisfying(Change.Present.class, present -> {
            assertThat(present.fields())
                    .containsEntry("formName", "Price list")
                    .containsEntry("pageUrl", "https://www.example.com/prices")
                    .containsEntry("values/industry", "Software")
                    .doesNotContainKey("values/email");
            assertThat(present.links()).containsEntry(LinkRole.PERSON, List.of(known.id()));
        });
    }

    @Test
    @DisplayName("each time that one person sends a form counts, not the latest alone")
    void noSubmissionBetweenTwoPullsIsLost() {
        useForm("");
        Cursor after = pull(Cursor.BEGINNING);
        clock.advance(Duration.ofHours(1));
        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofMinutes(1));
            submit("new@example.org", "Software");
        }
        clock.advance(Duration.ofHours(1));

        pull(after);

        assertThat(told).hasSize(3).extracting(Change::ref).doesNotHaveDuplicates();
        assertThat(told.stream().map(FormResponsesTest::linked).distinct()).hasSize(1);
    }

    @Test
    @DisplayName("a form of hundreds costs a call for fifty submissions at first, and one call a round from then on")
    void aFormIsReadDownToWhatIsKnown() {
        useForm("");
        for (int i = 0; i < 230; i++) submit("p" + i + "@example.org", "Software");
        Cursor after = pull(Cursor.BEGINNING);
        assertThat(told).hasSize(230);
        assertThat(calls).containsEntry(FORM, 5).containsEntry("read form", 1);
        clock.advance(Duration.ofHours(1));
        after = pull(after);
        clock.advance(Duration.ofHours(1));
        forget();
        after = pull(after);
        assertThat(calls).isEqualTo(Map.of(FORM, 1));
        for (int i = 0; i < 60; i++) submit("later" + i + "@example.org", "Software");
        clock.advance(Duration.ofHours(1));
        forget();

        pull(after);

        assertThat(told).hasSize(60);
        assertThat(calls).isEqualTo(Map.of(FORM, 2, "batch read contacts", 2));
    }

    @Test
    @DisplayName("what names no contact is set aside with the reason, and without what was typed")
    void whatNamesNobodyIsSetAside() {
        useForm("");
        submit("", "Software");
        SourceRef gone = fixture.add(RecordKind.PERSON, Map.of(Field.EMAIL, "gone@example.org"));
        submit("gone@example.org", "Software");
        fixture.delete(gone);

        pull(Cursor.BEGINNING);

        assertThat(told)
                .hasSize(2)
                .allSatisfy(change -> assertThat(change)
                        .isInstanceOfSatisfying(
                                Change.Unreadable.class,
                                aside -> assertThat(aside.raw())
                                        .doesNotContain("gone@example.org")
                                        .doesNotContain("Software")));
        assertThat(told.stream()
                        .map(change -> ((Change.Unreadable) change).why())
                        .toList())
                .anySatisfy(why -> assertThat(why).contains("without an e-mail address"))
                .anySatisfy(why -> assertThat(why).contains("no contact"));
    }

    private void submit(String email, String industry) {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("form", form);
        arguments.put("page", "https://www.example.com/prices");
        arguments.put("industry", industry);
        if (!email.isEmpty()) arguments.put("email", email);
        fixture.portal().byHand("submit", arguments);
    }
}
