package io.onefunnel.normalize;

import io.onefunnel.model.Campaign;
import io.onefunnel.model.CampaignResponse;
import io.onefunnel.model.Channel;
import io.onefunnel.model.Company;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Email;
import io.onefunnel.model.Field;
import io.onefunnel.model.LeadStatus;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.Meeting;
import io.onefunnel.model.Money;
import io.onefunnel.model.Opportunity;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.Phone;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.Touch;
import io.onefunnel.model.User;
import io.onefunnel.spi.Change;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes canonical facts of the vendor records of one connection. Safe for use by many threads.
 *
 * <p>Every method throws {@link UnreadableRecordException} for a record that lacks what it needs, or whose type the
 * mapping does not have.
 */
public final class Normalizer {
    private final ConnectionId connection;
    private final NativeLinks natives;
    private final Locality home;
    private final Map<String, TypeReader> readers = new HashMap<>();

    public Normalizer(ConnectionId connection, Mapping mapping, NativeLinks natives) {
        this(connection, mapping, natives, Locality.NOWHERE);
    }

    public Normalizer(ConnectionId connection, Mapping mapping, NativeLinks natives, Locality home) {
        this.connection = connection;
        this.natives = natives;
        this.home = home;
        mapping.types().forEach((name, type) -> readers.put(name, new TypeReader(type, home.zone())));
    }

    /** Whether a touch of this connection may be a person's; false where all that is mapped is a machine's. */
    public boolean readsTouchesByPeople() {
        return readers.values().stream()
                .map(TypeReader::type)
                .filter(type -> type.kind() == RecordKind.TOUCH)
                .anyMatch(type -> type.constant(Field.AUTOMATED)
                        .filter(Boolean.TRUE.toString()::equals)
                        .isEmpty());
    }

    /**
     * Reads a record of any kind but touches and responses, which give several facts or none.
     *
     * @throws UnreadableRecordException when a rule could not read it later
     */
    public Normalized read(Change.Present raw) {
        Facts facts = facts(raw);
        Object fact = switch (raw.ref().kind()) {
            case PERSON -> person(raw, facts);
            case COMPANY -> company(raw, facts);
            case OPPORTUNITY -> opportunity(raw, facts, List.of());
            case MEETING -> meeting(raw, facts);
            case CAMPAIGN -> campaign(raw, facts);
            case USER -> user(raw, facts);
            case CONTACT_ROLE, TOUCH, RESPONSE -> raw;
        };
        return new Normalized(fact, FactDigest.of(raw, facts.values()), own(facts.values()));
    }

    private static Map<Field, String> own(Map<Field, String> values) {
        Map<Field, String> own = new EnumMap<>(Field.class);
        values.forEach((field, text) -> {
            if (field.writer() == Field.Writer.ONEFUNNEL) own.put(field, text);
        });
        return own;
    }

    public PersonRecord person(Change.Present raw) {
        return person(raw, facts(raw));
    }

    private PersonRecord person(Change.Present raw, Facts facts) {
        String country = CountryNormalizer.of(facts.text(Field.COUNTRY));
        List<Email> emails = emails(facts);
        String domain = domain(facts, emails);
        String title = facts.text(Field.TITLE);
        return new PersonRecord(
                raw.ref(),
                reader(raw).type().personType(),
                raw.version(),
                facts.instant(Field.CREATED_AT).orElse(null),
                NameNormalizer.of(
                        facts.text(Field.FIRST_NAME), facts.text(Field.LAST_NAME), facts.text(Field.FULL_NAME)),
                emails,
                phones(facts, region(country, domain)),
                TitleNormalizer.level(title),
                TitleNormalizer.function(title),
                CompanyNormalizer.key(facts.text(Field.COMPANY)),
                domain,
                country,
                facts.choice(LeadStatus.class, Field.STATUS).orElse(null),
                nativeIds(facts),
                facts.links(),
                facts.values());
    }

    public Company company(Change.Present raw) {
        return company(raw, facts(raw));
    }

    private Company company(Change.Present raw, Facts facts) {
        String name = facts.text(Field.NAME);
        return new Company(
                raw.ref(),
                raw.version(),
                name,
                CompanyNormalizer.key(name),
                DomainNormalizer.ofCompany(facts.text(Field.WEBSITE)),
                CountryNormalizer.of(facts.text(Field.COUNTRY)),
                facts.links(),
                facts.values());
    }

    /** @param roles contact roles of this opportunity, where the vendor keeps them as records; in any order */
    public Opportunity opportunity(Change.Present raw, List<Change.Present> roles) {
        return opportunity(raw, facts(raw), roles);
    }

    private Opportunity opportunity(Change.Present raw, Facts facts, List<Change.Present> roles) {
        boolean won = facts.is(Field.IS_WON);
        return new Opportunity(
                raw.ref(),
                raw.version(),
                facts.needed(Field.CREATED_AT),
                facts.text(Field.NAME),
                facts.text(Field.DEAL_STAGE),
                stages(raw),
                won || facts.is(Field.IS_CLOSED),
                won,
                facts.number(Field.AMOUNT)
                        .map(amount ->
                                new Money(amount, facts.text(Field.CURRENCY).toUpperCase(Locale.ROOT))),
                closedAt(facts),
                facts.text(Field.DEAL_TYPE),
                facts.text(Field.LOSS_REASON),
                facts.link(LinkRole.ACCOUNT),
                facts.link(LinkRole.OWNER),
                people(facts, roles));
    }

    /**
     * One touch for each person that it was logged on; empty when it hangs on nobody, then no decision could read it. A
     * touch of several people is one for each, told apart by the person in its id: otherwise only one of them would have
     * been touched.
     */
    public List<Touch> touches(Change.Present raw) {
        Facts facts = facts(raw);
        List<SourceRef> people = facts.links(LinkRole.PERSON);
        if (people.isEmpty()) return List.of();
        Instant at = facts.needed(Field.OCCURRED_AT);
        return people.stream()
                .map(person -> new Touch(
                        people.size() == 1 ? raw.ref() : perPerson(raw.ref(), person),
                        person,
                        at,
                        facts.choice(Channel.class, Field.CHANNEL, Channel.OTHER),
                        facts.choice(Touch.Direction.class, Field.DIRECTION, Touch.Direction.OUTBOUND),
                        facts.choice(Touch.Result.class, Field.RESULT, Touch.Result.NONE),
                        done(raw, facts),
                        facts.is(Field.AUTOMATED),
                        facts.link(LinkRole.ACTOR).or(() -> facts.link(LinkRole.OWNER))))
                .toList();
    }

    /** The offer is told by the record alone; see {@link #offer} for what its campaign says. */
    public CampaignResponse response(Change.Present raw) {
        Facts facts = facts(raw);
        Channel channel = facts.choice(Channel.class, Field.CHANNEL, Channel.OTHER);
        boolean responded = facts.text(Field.RESPONDED).isEmpty() ? channel == Channel.FORM : facts.is(Field.RESPONDED);
        String subject = facts.text(Field.SUBJECT).isEmpty() ? facts.text(Field.RESULT) : facts.text(Field.SUBJECT);
        CampaignResponse.Offer offer = facts.choice(CampaignResponse.Offer.class, Field.OFFER)
                .orElseGet(() -> OfferNormalizer.of(
                        responded, subject, facts.text(Field.CAMPAIGN_TYPE), facts.text(Field.NAME)));
        return new CampaignResponse(
                raw.ref(),
                facts.neededLink(LinkRole.PERSON),
                facts.needed(Field.OCCURRED_AT),
                channel,
                offer,
                responded,
                facts.is(Field.AUTOMATED),
                subject,
                facts.link(LinkRole.CAMPAIGN));
    }

    /** What a response asked for, when its campaign is known: its own words first, then the campaign's name and type. */
    public static CampaignResponse.Offer offer(CampaignResponse response, Campaign campaign) {
        if (response.offer() != CampaignResponse.Offer.OTHER) return response.offer();
        return OfferNormalizer.of(response.responded(), campaign.name(), campaign.type());
    }

    public Meeting meeting(Change.Present raw) {
        return meeting(raw, facts(raw));
    }

    private Meeting meeting(Change.Present raw, Facts facts) {
        Instant start = facts.needed(Field.START_AT);
        Instant end = facts.instant(Field.END_AT)
                .or(() -> facts.number(Field.DURATION_MINUTES)
                        .map(minutes -> start.plusSeconds(minutes.longValue() * 60)))
                .filter(instant -> !instant.isBefore(start))
                .orElse(start);
        return new Meeting(
                raw.ref(),
                facts.links(LinkRole.PERSON),
                // Without a creation date it was booked at the latest when we first saw this version.
                facts.instant(Field.CREATED_AT).orElse(raw.version()),
                start,
                end,
                facts.choice(Meeting.Outcome.class, Field.MEETING_OUTCOME, Meeting.Outcome.UNKNOWN),
                facts.text(Field.SUBJECT),
                !facts.text(Field.LOCATION).isEmpty(),
                facts.link(LinkRole.ACTOR).or(() -> facts.link(LinkRole.OWNER)));
    }

    public Campaign campaign(Change.Present raw) {
        return campaign(raw, facts(raw));
    }

    private Campaign campaign(Change.Present raw, Facts facts) {
        return new Campaign(raw.ref(), facts.text(Field.NAME), facts.text(Field.CAMPAIGN_TYPE));
    }

    public User user(Change.Present raw) {
        return user(raw, facts(raw));
    }

    private User user(Change.Present raw, Facts facts) {
        return new User(
                raw.ref(),
                facts.text(Field.NAME),
                facts.text(Field.USER_EMAIL).toLowerCase(Locale.ROOT),
                // A user whose state we may not see is taken for active: nobody's work is taken away on a guess.
                !"false".equals(facts.text(Field.ACTIVE)),
                "queue".equalsIgnoreCase(facts.text(Field.USER_TYPE)),
                zone(facts.text(Field.TIME_ZONE)),
                facts.link(LinkRole.MANAGER));
    }

    private Facts facts(Change.Present raw) {
        return new Facts(reader(raw), raw);
    }

    private TypeReader reader(Change.Present raw) {
        TypeReader reader = readers.get(raw.type());
        if (reader == null)
            throw new UnreadableRecordException(raw.type() + ": the mapping of " + connection + " has no such type");
        return reader;
    }

    private static List<Email> emails(Facts facts) {
        Map<String, Email> byAddress = new LinkedHashMap<>();
        Stream.concat(
                        Stream.of(facts.text(Field.EMAIL)),
                        Arrays.stream(facts.text(Field.OTHER_EMAILS).split(";")))
                .map(EmailNormalizer::of)
                .flatMap(Optional::stream)
                .forEach(email -> byAddress.putIfAbsent(email.address(), email));
        return List.copyOf(byAddress.values());
    }

    private static String domain(Facts facts, List<Email> emails) {
        return emails.stream()
                .filter(email -> email.kind() == Email.Kind.WORK)
                .map(email -> DomainNormalizer.of(email.domain()))
                .filter(domain -> !domain.isEmpty())
                .findFirst()
                .orElseGet(() -> DomainNormalizer.ofCompany(facts.text(Field.WEBSITE)));
    }

    /** Where a number without a country code would be dialled. */
    private String region(String country, String domain) {
        if (!country.isEmpty()) return country;
        String ofDomain = DomainNormalizer.countryOf(domain);
        return ofDomain.isEmpty() ? home.country() : ofDomain;
    }

    private static List<Phone> phones(Facts facts, String region) {
        return Stream.of(Field.PHONE, Field.MOBILE_PHONE)
                .map(field -> PhoneNormalizer.of(facts.text(field), region))
                .flatMap(Optional::stream)
                .distinct()
                .sorted(Comparator.comparing(Phone::valid).reversed())
                .toList();
    }

    private List<SourceRef> nativeIds(Facts facts) {
        return Stream.of(Field.CRM_PROSPECT_ID, Field.CRM_CONTACT_ID)
                .filter(field -> !facts.text(field).isEmpty())
                .map(field -> natives.target(field, facts.text(field)))
                .flatMap(Optional::stream)
                .filter(target -> target.kind() == RecordKind.PERSON
                        && !target.connection().equals(connection))
                .toList();
    }

    private List<Opportunity.StageChange> stages(Change.Present raw) {
        TypeReader reader = reader(raw);
        Mapping.Source source = reader.type().fields().get(Field.DEAL_STAGE);
        if (source == null) return List.of();
        List<Opportunity.StageChange> stages = new ArrayList<>();
        raw.history().stream()
                .filter(change -> source.from().contains(change.field()))
                .sorted(Comparator.comparing(Change.FieldChange::at))
                .forEach(change -> {
                    String stage = change.to().isBlank() ? "" : reader.translate(Field.DEAL_STAGE, change.to());
                    boolean again = !stages.isEmpty()
                            && stages.get(stages.size() - 1).stage().equals(stage);
                    if (!stage.isEmpty() && !again) stages.add(new Opportunity.StageChange(stage, change.at()));
                });
        return stages;
    }

    private Optional<Instant> closedAt(Facts facts) {
        Optional<Instant> exact = facts.moment(Field.CLOSED_AT, home).map(moment -> moment.end(home.zone()));
        if (exact.isPresent()) return exact;
        return facts.moment(Field.CLOSE_DATE, home).map(moment -> new Moment(null, moment.dayOnly()).end(home.zone()));
    }

    private List<SourceRef> people(Facts facts, List<Change.Present> roles) {
        Set<SourceRef> people = new LinkedHashSet<>();
        roles.stream()
                .sorted(Comparator.comparing(
                                (Change.Present role) -> !facts(role).is(Field.IS_PRIMARY))
                        .thenComparing(Change.Present::ref))
                .forEach(role -> people.addAll(facts(role).links(LinkRole.PERSON)));
        people.addAll(facts.links(LinkRole.PERSON));
        return List.copyOf(people);
    }

    /** What has no status was logged because it happened; a status that we may not see proves nothing. */
    private boolean done(Change.Present raw, Facts facts) {
        if (!reader(raw).type().fields().containsKey(Field.STATUS)) return true;
        String status = facts.values().get(Field.STATUS);
        return status != null && (status.isEmpty() || status.equals("DONE"));
    }

    private static SourceRef perPerson(SourceRef event, SourceRef person) {
        return new SourceRef(event.connection(), event.kind(), event.id() + "@" + person.id());
    }

    private static Optional<ZoneId> zone(String name) {
        try {
            return name.isEmpty() ? Optional.empty() : Optional.of(ZoneId.of(name));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }
}
