package io.onefunnel.decide;

import io.onefunnel.model.AccountContact;
import io.onefunnel.model.Campaign;
import io.onefunnel.model.CampaignResponse;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Company;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.MatchTerm;
import io.onefunnel.model.Meeting;
import io.onefunnel.model.Opportunity;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.Touch;
import io.onefunnel.model.User;
import io.onefunnel.normalize.Normalizer;
import io.onefunnel.normalize.UnreadableRecordException;
import io.onefunnel.spi.Change;
import io.onefunnel.state.Decisions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what is stored of a person by the mappings, and makes it the case file that rules decide from. */
public final class CaseFiles {
    /** A verdict needs these to be complete: any of them could hold the proof that somebody acted in time. */
    private static final List<RecordKind> PROOF = List.of(RecordKind.TOUCH, RecordKind.MEETING, RecordKind.PERSON);

    private final Map<ConnectionId, Normalizer> normalizers;
    private final Map<SourceRef, User> users;
    private final Map<SourceRef, Campaign> campaigns;
    private final Map<ConnectionId, Instant> completeTo;
    private final RetentionHorizons horizons;

    /**
     * @param completeTo by connection and kind, up to when everything was pulled
     * @param observableSince by connection and kind, from when on things are known; absent where nothing was purged
     */
    public CaseFiles(
            Map<ConnectionId, Normalizer> normalizers,
            Decisions.Directory directory,
            Map<ConnectionId, Map<RecordKind, Instant>> completeTo,
            Map<ConnectionId, Map<RecordKind, Instant>> observableSince) {
        this.normalizers = Map.copyOf(normalizers);
        this.users = byRef(directory.users(), raw -> normalizer(raw).user(raw), User::ref);
        this.campaigns = byRef(directory.campaigns(), raw -> normalizer(raw).campaign(raw), Campaign::ref);
        this.completeTo = proven(completeTo);
        this.horizons = new RetentionHorizons(observableSince, this.normalizers);
    }

    /** Empty when none of the person's records can be read by today's mapping. */
    public Optional<CaseFile> of(Decisions.Stored stored) {
        List<PersonRecord> records =
                all(stored.records(), raw -> normalizer(raw).person(raw));
        if (records.isEmpty()) return Optional.empty();
        List<Company> companies = all(stored.companies(), raw -> normalizer(raw).company(raw));
        List<Meeting> meetings = all(stored.meetings(), raw -> normalizer(raw).meeting(raw));
        List<Opportunity> opportunities = new ArrayList<>();
        for (Decisions.RawOpportunity each : stored.opportunities()) {
            read(() -> normalizer(each.raw()).opportunity(each.raw(), each.roles()))
                    .ifPresent(opportunities::add);
        }
        records = sorted(records, PersonRecord::ref);
        List<Touch> touches = stored.touches().stream()
                .sorted(Comparator.comparing(Touch::at).thenComparing(Touch::ref))
                .toList();
        List<CampaignResponse> responses = stored.responses().stream()
                .map(this::withOffer)
                .sorted(Comparator.comparing(CampaignResponse::at).thenComparing(CampaignResponse::ref))
                .toList();
        return Optional.of(new CaseFile(
                stored.person(),
                records,
                readable(stored.matches(), records),
                sorted(companies, Company::ref),
                touches,
                responses,
                sorted(meetings, Meeting::ref),
                sorted(opportunities, Opportunity::ref),
                referred(users, userRefs(records, touches, meetings, opportunities)),
                referred(
                        campaigns,
                        responses.stream().map(CampaignResponse::campaign).flatMap(Optional::stream)),
                stored.colleagues().stream().map(CaseFiles::colleague).toList(),
                stored.stages(),
                stored.disposition(),
                stored.written(),
                completeTo,
                horizons.of(records)));
    }

    /** A record that cannot be read any more agrees with nobody. */
    private static List<MatchTerm> readable(List<MatchTerm> matches, List<PersonRecord> records) {
        Set<SourceRef> refs = records.stream().map(PersonRecord::ref).collect(Collectors.toSet());
        return matches.stream()
                .filter(match -> refs.contains(match.left()) && refs.contains(match.right()))
                .toList();
    }

    private static Stream<SourceRef> userRefs(
            List<PersonRecord> records, List<Touch> touches, List<Meeting> meetings, List<Opportunity> opportunities) {
        return Stream.of(
                        records.stream().flatMap(record -> record.links().values().stream()),
                        touches.stream().map(Touch::actor).flatMap(Optional::stream),
                        meetings.stream().map(Meeting::owner).flatMap(Optional::stream),
                        opportunities.stream().map(Opportunity::owner).flatMap(Optional::stream))
                .flatMap(Function.identity())
                .filter(ref -> ref.kind() == RecordKind.USER);
    }

    /** What was asked for is often said by the campaign alone, which may have been pulled after the response. */
    private CampaignResponse withOffer(CampaignResponse response) {
        Campaign campaign = response.campaign().map(campaigns::get).orElse(null);
        if (campaign == null) return response;
        CampaignResponse.Offer offer = Normalizer.offer(response, campaign);
        if (offer == response.offer()) return response;
        return new CampaignResponse(
                response.ref(),
                response.person(),
                response.at(),
                response.channel(),
                offer,
                response.responded(),
                response.automated(),
                response.subject(),
                response.campaign());
    }

    private static AccountContact colleague(Decisions.RawColleague raw) {
        return new AccountContact(
                raw.person(),
                raw.records(),
                raw.since(),
                raw.lastExchange(),
                raw.lastTouchBy(),
                raw.attribution(),
                raw.name());
    }

    /** A connection is complete up to where each kind that may hold a proof is; without one of them it is not at all. */
    private static Map<ConnectionId, Instant> proven(Map<ConnectionId, Map<RecordKind, Instant>> completeTo) {
        Map<ConnectionId, Instant> proven = new TreeMap<>();
        completeTo.forEach((connection, byKind) -> {
            if (!byKind.keySet().containsAll(PROOF)) return;
            PROOF.stream().map(byKind::get).min(Comparator.naturalOrder()).ifPresent(at -> proven.put(connection, at));
        });
        return proven;
    }

    private Normalizer normalizer(Change.Present raw) {
        Normalizer normalizer = normalizers.get(raw.ref().connection());
        if (normalizer == null) {
            throw new IllegalStateException("the store holds records of connection "
                    + raw.ref().connection() + ", which is not configured any more");
        }
        return normalizer;
    }

    private static <T> Map<SourceRef, T> byRef(
            List<Change.Present> raw, Function<Change.Present, T> read, Function<T, SourceRef> ref) {
        Map<SourceRef, T> byRef = new HashMap<>();
        all(raw, read).forEach(each -> byRef.put(ref.apply(each), each));
        return byRef;
    }

    private static <T> Map<SourceRef, T> referred(Map<SourceRef, T> all, Stream<SourceRef> refs) {
        Map<SourceRef, T> some = new HashMap<>();
        refs.forEach(ref -> {
            T found = all.get(ref);
            if (found != null) some.put(ref, found);
        });
        return some;
    }

    private static <T> List<T> sorted(List<T> values, Function<T, SourceRef> ref) {
        return values.stream().sorted(Comparator.comparing(ref)).toList();
    }

    private static <T> List<T> all(List<Change.Present> raw, Function<Change.Present, T> read) {
        List<T> values = new ArrayList<>(raw.size());
        for (Change.Present each : raw) read(() -> read.apply(each)).ifPresent(values::add);
        return values;
    }

    /** What a changed mapping can no longer read was stored by an older one; it is left out until it is pulled anew. */
    private static <T> Optional<T> read(Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (UnreadableRecordException unreadable) {
            return Optional.empty();
        }
    }
}
