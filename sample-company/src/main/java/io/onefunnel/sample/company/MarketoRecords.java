package io.onefunnel.sample.company;

import io.onefunnel.sample.company.Journey.Response;
import io.onefunnel.sandbox.marketo.MarketoData;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** How the sample company's marketing keeps people in Marketo, with what they did on the web and in e-mails. */
final class MarketoRecords {
    private static final int VISIT_WEBPAGE = 1;
    private static final int FILL_OUT_FORM = 2;
    private static final int SEND_EMAIL = 6;
    private static final int OPEN_EMAIL = 10;
    private static final int CLICK_EMAIL = 11;
    private static final Map<String, String> BY_PERSON = Map.of("Is Bot Activity", "false");
    private static final Map<String, String> BY_SCANNER =
            Map.of("Is Bot Activity", "true", "Bot Activity Pattern", "Link scanner");

    private final MarketoData instance;
    private final GroundTruth truth;
    private final long now;

    MarketoRecords(MarketoData instance, GroundTruth truth, long now) {
        this.instance = instance;
        this.truth = truth;
        this.now = now;
    }

    /** A lead; {@code crmIds} are those that the native Salesforce sync would have filled in. */
    long lead(PersonSpelling spelt, Person person, Journey journey, Map<String, String> crmIds) {
        truth.count("marketo leads");
        Fields lead = new Fields()
                .with("createdAt", Stamp.iso(journey.startsAt))
                .with("updatedAt", Stamp.iso(Math.max(journey.startsAt, journey.lastAt)))
                .with("firstName", spelt.first())
                .with("lastName", spelt.last())
                .with("email", spelt.email())
                .with("phone", spelt.phone())
                .with("title", spelt.title())
                .with("company", spelt.company())
                .with("website", spelt.website())
                .with("city", spelt.city())
                .with("postalCode", spelt.postalCode())
                .with("country", spelt.country())
                .with("industry", person.company().industry())
                .with("numberOfEmployees", person.company().employees())
                .with("leadSource", source(journey))
                .with("originalSourceType", journey.responses.isEmpty() ? "salesforce.com" : "Web form fillout")
                .with("leadStatus", status(journey));
        crmIds.forEach(lead::with);
        return instance.lead(lead.map());
    }

    void responses(long leadId, List<Response> responses, SeededRandom random) {
        for (Response response : responses) {
            truth.count("responses in marketo");
            Program program = response.program();
            String page = "www." + Staff.DOMAIN + "/" + slug(program.name());
            activity(
                    leadId,
                    VISIT_WEBPAGE,
                    response.at() - random.between(30, 900),
                    program.programId() + 10,
                    page,
                    Map.of("Webpage URL", "/" + slug(program.name())));
            if (program.offer() != Offer.EVENT)
                activity(
                        leadId,
                        FILL_OUT_FORM,
                        response.at(),
                        program.programId() + 20,
                        program.name(),
                        Map.of("Webpage ID", page, "Form Fields", program.offer().label));
            instance.member(program.programId(), leadId, program.offer().status, Instant.ofEpochSecond(response.at()));
        }
    }

    /** The newsletters of the weeks after they came; the keen ones open and click. */
    void newsletters(long leadId, Person person, Journey journey, SeededRandom random) {
        long at = journey.startsAt;
        int issues = random.weighted(30, 40, 20, 10);
        for (int issue = 1; issue <= issues; issue++) {
            at += 7 * 86_400L;
            if (at > now) return;
            String name = "Newsletter " + issue;
            activity(leadId, SEND_EMAIL, at, 900L + issue, name, Map.of());
            boolean scanner = random.chance(0.05);
            if (!scanner && !random.chance(0.15 + 0.5 * person.intent())) continue;
            activity(
                    leadId,
                    OPEN_EMAIL,
                    at + random.between(30, 90_000),
                    900L + issue,
                    name,
                    scanner ? BY_SCANNER : BY_PERSON);
            if (scanner || random.chance(0.3))
                activity(
                        leadId,
                        CLICK_EMAIL,
                        at + random.between(90_000, 100_000),
                        900L + issue,
                        name,
                        scanner ? BY_SCANNER : BY_PERSON);
        }
    }

    private void activity(long leadId, int type, long at, long valueId, String value, Map<String, String> attributes) {
        if (at <= now) instance.activity(leadId, type, Instant.ofEpochSecond(at), valueId, value, attributes);
    }

    private static String source(Journey journey) {
        if (journey.responses.isEmpty()) return journey.referred ? "Referral" : "Sales";
        return journey.responses.get(0).program().offer().leadSource;
    }

    private static String status(Journey journey) {
        if (!journey.worked()) return "Nurture";
        return switch (journey.status) {
            case NEW -> "MQL";
            case WORKING -> "Working";
            case UNQUALIFIED -> "Unqualified";
            case CONVERTED -> "Qualified";
        };
    }

    private static String slug(String name) {
        return Spelling.ascii(name.replace(' ', '.')).replace('.', '-');
    }
}
