package io.onefunnel.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.CampaignResponse.Offer;
import io.onefunnel.model.JobFunction;
import io.onefunnel.model.JobLevel;
import io.onefunnel.model.PersonName;
import io.onefunnel.model.Phone;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueParsersTest {
    @Nested
    @DisplayName("A phone number")
    class PhoneNumber {
        @ParameterizedTest(name = "{0} in {1} is {2}")
        @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
                (415) 555-2671         | US | +14155552671
                +1 415 555 2671        | '' | +14155552671
                415-555-2671 ext. 12   | US | +14155552671
                0049 89 1234567        | '' | +49891234567
                089/1234567            | DE | +49891234567
                +49 (0)89 123 45 67    | US | +49891234567
                020 7946 0958          | GB | +442079460958
                ０３-３４５６-７８９０      | JP | +81334567890
                """)
        void isWrittenInE164(String text, String country, String expected) {
            assertThat(PhoneNormalizer.of(text, country)).contains(new Phone(expected, true));
        }

        @ParameterizedTest
        @CsvSource({"123, US", "(415) 555-2671, ''", "+1 999 999 9999, US", "000000000, DE"})
        void thatNobodyCanDialIsKeptAndNotValid(String text, String country) {
            assertThat(PhoneNormalizer.of(text, country)).contains(new Phone(text, false));
        }

        @Test
        void withoutADigitIsNone() {
            assertThat(PhoneNormalizer.of("n/a", "US")).isEmpty();
        }
    }

    @Nested
    @DisplayName("A name")
    class Name {
        @ParameterizedTest(name = "{0} | {1} | {2}")
        @CsvSource(delimiter = '|', textBlock = """
                Ada          | Lovelace         | ''                | Ada          | Lovelace     | ada       | lovelace
                ADA          | lovelace         | ''                | ADA          | lovelace     | ada       | lovelace
                Dr. Ada      | Lovelace, PhD    | ''                | Dr. Ada      | Lovelace, PhD| ada       | lovelace
                Ada          | Lovelace Ph.D.   | ''                | Ada          | Lovelace Ph.D.| ada      | lovelace
                José María   | Núñez            | ''                | José María   | Núñez        | jose maria| nunez
                Jürgen       | Groß-Müller      | ''                | Jürgen       | Groß-Müller  | jurgen    | gross muller
                Seán         | O’Brien          | ''                | Seán         | O’Brien      | sean      | obrien
                Łukasz       | Żółw             | ''                | Łukasz       | Żółw         | lukasz    | zolw
                Robert (Bob) | Smith            | ''                | Robert (Bob) | Smith        | robert    | smith
                ''           | ''               | Ada Lovelace      | Ada          | Lovelace     | ada       | lovelace
                ''           | ''               | Lovelace, Ada     | Ada          | Lovelace     | ada       | lovelace
                ''           | ''               | Dr. Ada Lovelace  | Ada          | Lovelace     | ada       | lovelace
                ''           | ''               | Ludwig van Beethoven | Ludwig    | van Beethoven| ludwig    | van beethoven
                ''           | ''               | John Smith, Jr.   | John         | Smith        | john      | smith
                ''           | Ada Lovelace     | ''                | Ada          | Lovelace     | ada       | lovelace
                ''           | van Beethoven    | ''                | ''           | van Beethoven| ''        | van beethoven
                Ada Lovelace | Lovelace         | ''                | Ada          | Lovelace     | ada       | lovelace
                Ada          | Ada Lovelace     | ''                | Ada          | Lovelace     | ada       | lovelace
                Anna Maria   | ''               | ''                | Anna Maria   | ''           | anna maria| ''
                Иван         | Петров           | ''                | Иван         | Петров       | иван      | петров
                太郎          | 山田              | ''                | 太郎          | 山田          | 太郎       | 山田
                ''           | ''               | 王小明             | ''           | 王小明        | ''        | 王小明
                Ing          | Tan              | ''                | Ing          | Tan          | ing       | tan
                """)
        void isSplitAndCompared(
                String first,
                String last,
                String full,
                String asFirst,
                String asLast,
                String firstKey,
                String lastKey) {
            assertThat(NameNormalizer.of(first, last, full))
                    .isEqualTo(new PersonName(asFirst, asLast, firstKey, lastKey));
        }

        @ParameterizedTest
        @CsvSource({
            "Test, Test",
            "asdf, asdf",
            "'', [not provided]",
            "'', Unknown",
            "Mickey, Mouse",
            "'', 12345",
            "'', '?'"
        })
        void thatSomebodyMadeUpIsNotKnown(String first, String last) {
            assertThat(NameNormalizer.of(first, last, "").known()).isFalse();
        }
    }

    @Nested
    @DisplayName("A company")
    class Company {
        @ParameterizedTest(name = "{0} is {1}")
        @CsvSource(delimiter = '|', textBlock = """
                ACME, Inc.                     | acme
                The Acme Widget Co., Ltd.      | acme widget
                Acme GmbH & Co. KG             | acme
                Müller Maschinenbau GmbH       | muller maschinenbau
                Société Générale S.A.          | societe generale
                Acme S.p.A.                    | acme
                Acme Sp. z o.o.                | acme
                Acme, S.A. de C.V.             | acme
                Acme Pty Ltd                   | acme
                Acme (UK) Limited              | acme
                Acme B.V.                      | acme
                Novo Nordisk A/S               | novo nordisk
                Acme s.r.o.                    | acme
                ООО Ромашка                    | ромашка
                株式会社日立製作所               | 日立製作所
                AG                             | ag
                SAP SE                         | sap
                Procter & Gamble               | procter gamble
                Procter and Gamble Company     | procter gamble
                n/a                            | ''
                Self-Employed                  | ''
                """)
        void isComparedWithoutItsLegalForm(String name, String key) {
            assertThat(CompanyNormalizer.key(name)).isEqualTo(key);
        }
    }

    @Nested
    @DisplayName("A domain")
    class Domain {
        @ParameterizedTest(name = "{0} is {1}")
        @CsvSource(delimiter = '|', textBlock = """
                https://www.acme.com/products?x=1 | acme.com
                http://user:pw@shop.acme.co.uk:8080/ | acme.co.uk
                ACME.com.                         | acme.com
                //acme.de/impressum               | acme.de
                ada@mail.acme.com.br              | acme.com.br
                www.münchen.de                    | xn--mnchen-3ya.de
                acme.co.jp                        | acme.co.jp
                co.uk                             | ''
                localhost                         | ''
                192.168.0.1                       | ''
                not a website                     | ''
                ''                                | ''
                """)
        void isTheOneThatWasRegistered(String text, String domain) {
            assertThat(DomainNormalizer.of(text)).isEqualTo(domain);
        }

        @ParameterizedTest
        @CsvSource({
            "https://www.linkedin.com/company/acme",
            "facebook.com/acme",
            "gmail.com",
            "https://acme.wixsite.com/home"
        })
        void whereEverybodyHasAPageNamesNoCompany(String website) {
            assertThat(DomainNormalizer.ofCompany(website)).isEmpty();
        }
    }

    @Nested
    @DisplayName("A country")
    class Country {
        @ParameterizedTest(name = "{0} is {1}")
        @CsvSource({
            "us, US",
            "USA, US",
            "U.S.A., US",
            "United States of America, US",
            "The Netherlands, NL",
            "Holland, NL",
            "Deutschland, DE",
            "DEU, DE",
            "Österreich, AT",
            "España, ES",
            "Espana, ES",
            "UK, GB",
            "England, GB",
            "Great Britain, GB",
            "Brasil, BR",
            "日本, JP",
            "Россия, RU",
            "Česko, CZ",
            "Czech Republic, CZ",
            "Schweiz, CH",
            "Suisse, CH",
            "South Korea, KR",
            "Viet Nam, VN",
            "Türkiye, TR",
            "Polska, PL",
            "UAE, AE",
            "Côte d'Ivoire, CI",
            "Atlantis, ''",
            "'', ''",
            "-, ''"
        })
        void isItsCode(String text, String code) {
            assertThat(CountryNormalizer.of(text)).isEqualTo(code);
        }
    }

    @Nested
    @DisplayName("A title")
    class Title {
        @ParameterizedTest(name = "{0} is {1}, {2}")
        @CsvSource({
            "CEO, C_LEVEL, GENERAL_MANAGEMENT",
            "Chief Financial Officer, C_LEVEL, FINANCE",
            "VP of Marketing, VICE_PRESIDENT, MARKETING",
            "V.P. Sales, VICE_PRESIDENT, SALES",
            "Senior Vice President - Engineering, VICE_PRESIDENT, ENGINEERING",
            "Director of IT, DIRECTOR, IT",
            "Head of Procurement, DIRECTOR, PURCHASING",
            "Marketing Manager, MANAGER, MARKETING",
            "Product Owner, STAFF, ENGINEERING",
            "Software Engineer, STAFF, IT",
            "Executive Assistant to the CEO, STAFF, GENERAL_MANAGEMENT",
            "Geschäftsführer, C_LEVEL, GENERAL_MANAGEMENT",
            "Vertriebsleiterin, DIRECTOR, SALES",
            "Leiter Einkauf, DIRECTOR, PURCHASING",
            "Directeur commercial, DIRECTOR, SALES",
            "Directrice générale, C_LEVEL, GENERAL_MANAGEMENT",
            "Directora de Recursos Humanos, DIRECTOR, HUMAN_RESOURCES",
            "Gerente de Ventas, MANAGER, SALES",
            "Responsabile Acquisti, DIRECTOR, PURCHASING",
            "Gerente de Compras, MANAGER, PURCHASING",
            "営業部長, DIRECTOR, SALES",
            "Gardener, STAFF, OTHER",
            "'', UNKNOWN, UNKNOWN"
        })
        void tellsLevelAndFunction(String title, JobLevel level, JobFunction function) {
            assertThat(TitleNormalizer.level(title)).isEqualTo(level);
            assertThat(TitleNormalizer.function(title)).isEqualTo(function);
        }
    }

    @Nested
    @DisplayName("An offer")
    class OfferClass {
        @ParameterizedTest(name = "{0} is {1}")
        @CsvSource({
            "Request a Demo, DEMO",
            "/get-pricing, PRICING",
            "Contact Sales, TALK_TO_EXPERT",
            "Kontaktformular, TALK_TO_EXPERT",
            "On-Demand Webinar: Funnels, WEBINAR",
            "Trade Show, EVENT",
            "Hannover Messe 2026, EVENT",
            "Whitepaper Download, CONTENT",
            "Angebot anfordern, PRICING",
            "Form 17, OTHER",
            "'', OTHER"
        })
        void isToldByItsWords(String text, Offer offer) {
            assertThat(OfferNormalizer.of(true, text)).isEqualTo(offer);
        }

        @Test
        void isNoWishToTalkWhenSomebodyOnlyLooked() {
            assertThat(OfferNormalizer.of(false, "/pricing")).isEqualTo(Offer.OTHER);
            assertThat(OfferNormalizer.of(false, "Webinar")).isEqualTo(Offer.WEBINAR);
        }

        @Test
        void isTakenFromTheFirstTextThatTells() {
            assertThat(OfferNormalizer.of(true, "Form 17", "Autumn webinar", "Contact us"))
                    .isEqualTo(Offer.WEBINAR);
        }
    }
}
