package io.onefunnel.sample.company;

import io.onefunnel.sample.company.GroundTruth.Ref;
import java.util.Optional;

/** What the systems hold of one person so far; empty ids are records that do not exist yet. */
final class PersonFile {
    final int person;
    PersonSpelling spelt;
    String leadId = "";
    String contactId = "";
    boolean inMarketo;
    boolean inHubSpot;

    PersonFile(int person, PersonSpelling spelt) {
        this.person = person;
        this.spelt = spelt;
    }

    /** The Salesforce record on which people work; empty when there is none. */
    String salesforceId() {
        return contactId.isEmpty() ? leadId : contactId;
    }

    /** The same as a reference. */
    Optional<Ref> salesforceRef() {
        if (salesforceId().isEmpty()) return Optional.empty();
        return Optional.of(new Ref("salesforce", contactId.isEmpty() ? "Lead" : "Contact", salesforceId()));
    }
}
