package io.onefunnel.app.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordWrapTest {
    @Test
    void aSentenceIsBrokenBetweenWordsAndNoLineIsWiderThanATerminal() {
        String text = WordWrap.text(
                "  ",
                "grant Edit on Contact, as the permission set does. ".repeat(5).strip());

        assertThat(text.lines())
                .hasSizeGreaterThan(2)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(text.lines().findFirst().orElseThrow()).startsWith("  grant");
        assertThat(text.lines().skip(1)).allSatisfy(line -> assertThat(line).startsWith("      "));
        assertThat(text).endsWith("\n");
    }

    @Test
    void aWordThatIsLongerThanALineStaysWhole() {
        String name = "x".repeat(100);

        assertThat(WordWrap.text("  ", "see " + name)).isEqualTo("  see\n      " + name + "\n");
    }
}
