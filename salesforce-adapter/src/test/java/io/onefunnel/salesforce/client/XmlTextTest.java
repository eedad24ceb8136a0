package io.onefunnel.salesforce.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class XmlTextTest {
    @Test
    void whatXmlHasNoFormForIsLeftOut() {
        assertThat(XmlText.allowed("a\uFFFFb\uFFFEc\u0000d\u000Be\uD800f\uDC00g"))
                .isEqualTo("abcdefg");
        assertThat(XmlText.allowed("\uD83D\uD83D\uDE00")).isEqualTo("\uD83D\uDE00");
    }

    @Test
    void theRestStaysAsItIs() {
        String text = "Zo\u00EB\t\uD83D\uDE00\r\n\uE000\uFFFD\u0085";

        assertThat(XmlText.allowed(text)).isSameAs(text);
    }
}
