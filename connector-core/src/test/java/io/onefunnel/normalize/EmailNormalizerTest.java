package io.onefunnel.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.Email;
import io.onefunnel.model.Email.Kind;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An e-mail address")
class EmailNormalizerTest {
    @ParameterizedTest(name = "{0} is {1}, mailbox {2}, {3}")
    @CsvSource(delimiter = '|', textBlock = """
            ada@acme.com                     | ada@acme.com               | ada@acme.com         | WORK
              Ada.Lovelace@ACME.com          | ada.lovelace@acme.com      | ada.lovelace@acme.com| WORK
            mailto:ada@acme.com?subject=Hi   | ada@acme.com               | ada@acme.com         | WORK
            "Lovelace, Ada" <ada@acme.com>   | ada@acme.com               | ada@acme.com         | WORK
            ada@acme.com;                    | ada@acme.com               | ada@acme.com         | WORK
            ada+events@acme.com              | ada+events@acme.com        | ada@acme.com         | WORK
            a.d.a+x@gmail.com                | a.d.a+x@gmail.com          | ada@gmail.com        | PERSONAL
            a.da@googlemail.com              | a.da@googlemail.com        | ada@gmail.com        | PERSONAL
            a.da@outlook.com                 | a.da@outlook.com           | a.da@outlook.com     | PERSONAL
            ada@yahoo.co.uk                  | ada@yahoo.co.uk            | ada@yahoo.co.uk      | PERSONAL
            ada@yahoo.consulting             | ada@yahoo.consulting       | ada@yahoo.consulting | WORK
            ada@poczta.onet.pl               | ada@poczta.onet.pl         | ada@poczta.onet.pl   | PERSONAL
            x@mailinator.com                 | x@mailinator.com           | x@mailinator.com     | DISPOSABLE
            x@sub.mailinator.com             | x@sub.mailinator.com       | x@sub.mailinator.com | DISPOSABLE
            info@münchen.de                  | info@xn--mnchen-3ya.de      | info@xn--mnchen-3ya.de | WORK
            info@xn--mnchen-3ya.de           | info@xn--mnchen-3ya.de     | info@xn--mnchen-3ya.de | WORK
            ada@shop.example                 | ada@shop.example           | ada@shop.example     | WORK
            ada@acme                         | ada@acme                   | ada@acme             | INVALID
            ada@acme.con                     | ada@acme.con               | ada@acme.con         | INVALID
            ada                              | ada                        | ada                  | INVALID
            @acme.com                        | @acme.com                  | @acme.com            | INVALID
            ada@@acme.com                    | ada@@acme.com              | ada@@acme.com        | INVALID
            n/a                              | n/a                        | n/a                  | INVALID
            """)
    void isReadAs(String text, String address, String mailbox, Kind kind) {
        assertThat(EmailNormalizer.of(text)).contains(new Email(address, mailbox, kind));
    }

    @Test
    void isAbsentForABlankText() {
        assertThat(EmailNormalizer.of("  ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"info@acme.com", "Sales+web@acme.com", "office@acme.at", "vertrieb@acme.de", "noreply@acme.com"})
    void ofATaskIsKnownAsSuch(String text) {
        assertThat(EmailNormalizer.of(text)).get().matches(Email::role);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada@acme.com", "info.meyer@acme.com", "salesch@acme.com", "info"})
    void ofSomebodyIsNotTakenForATask(String text) {
        assertThat(EmailNormalizer.of(text)).get().matches(email -> !email.role());
    }
}
