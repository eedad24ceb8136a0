package io.onefunnel.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.facts.Case;
import io.onefunnel.facts.Someone;
import io.onefunnel.model.Email;
import io.onefunnel.model.Field;
import io.onefunnel.model.PersonType;
import io.onefunnel.model.Validity;
import io.onefunnel.policy.Criteria;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Marketing's side of the promise")
class LeadQualityTest {
    @Test
    void isKeptWhenEveryMustHaveIsValid() {
        LeadQuality kept = of(Someone.prospect());
        assertThat(kept.complete()).isTrue();
        assertThat(kept.validity()).isEqualTo(Validity.VALID);
        assertThat(kept.text()).isEmpty();
    }

    @Test
    void namesWhatIsMissingAndWhatCannotBeRight() {
        LeadQuality broken = of(Someone.prospect().named("Ada", "").with(Field.COMPANY, " ASDF "));
        assertThat(broken.text()).isEqualTo("last name, company (invalid)");
        assertThat(broken.validity()).isEqualTo(Validity.INVALID);
        assertThat(of(Someone.prospect().without(Field.COMPANY)).validity()).isEqualTo(Validity.SUSPECT);
    }

    @Test
    void takesTheWebsiteFromAWorkEmailAndMissesItWithAPersonalOne() {
        assertThat(of(Someone.prospect().email("ada@gmail.example", Email.Kind.PERSONAL))
                        .text())
                .isEqualTo("website");
    }

    @Test
    void doesNotAcceptADisposableOrBouncedAddress() {
        assertThat(of(Someone.prospect().email("x@bin.example", Email.Kind.DISPOSABLE))
                        .invalid())
                .containsExactly(Field.EMAIL);
        assertThat(of(Someone.prospect().with(Field.EMAIL_INVALID, "true")).invalid())
                .containsExactly(Field.EMAIL);
    }

    @Test
    void isKeptByAllRecordsOfThePersonTogether() {
        Someone nameless = Someone.prospect().named("", "").without(Field.COMPANY);
        Someone other = new Someone(Case.MARKETING, "m", PersonType.PERSON).withoutEmail();
        assertThat(LeadQuality.of(Case.of(nameless, other).file(), Criteria.DEFAULT)
                        .complete())
                .isTrue();
    }

    @Test
    void isInDoubtWhenAnOptionalValueCannotBeRight() {
        LeadQuality doubtful = of(Someone.prospect().with(Field.EMPLOYEES, "-3"));
        assertThat(doubtful.complete()).isTrue();
        assertThat(doubtful.validity()).isEqualTo(Validity.SUSPECT);
    }

    private static LeadQuality of(Someone record) {
        return LeadQuality.of(Case.of(record).file(), Criteria.DEFAULT);
    }
}
