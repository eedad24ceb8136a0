package io.onefunnel.attribution;

import io.onefunnel.model.Attribution;
import io.onefunnel.model.Campaign;
import io.onefunnel.model.CampaignResponse;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Field;
import io.onefunnel.model.Origin;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Who brought a person in: whoever the first trace of the person belongs to. A lead source that somebody entered
 * with the first record, or a response before it. No credit is divided.
 */
public final class OriginRules {
    private OriginRules() {}

    /** Where the person came from by their own trace, without regard to referrals. */
    static Attribution own(CaseFile file, Policy policy, Instant now) {
        List<PersonRecord> records = file.records().stream()
                .sorted(Comparator.comparing(OriginRules::since).thenComparing(PersonRecord::ref))
                .toList();
        PersonRecord first = records.get(0);
        Optional<CampaignResponse> response = file.responses().stream()
                .filter(each -> each.responded() && !each.at().isAfter(now))
                .min(Comparator.comparing(CampaignResponse::at).thenComparing(CampaignResponse::ref));
        Optional<String> source = records.stream()
                .map(record -> record.value(Field.LEAD_SOURCE))
                .flatMap(Optional::stream)
                .findFirst();
        return new Attribution(
                origin(source, response, first, policy),
                source.orElse(""),
                response.map(each -> campaign(each, file))
                        .filter(name -> !name.isEmpty())
                        .orElseGet(() -> detail(records)),
                first.ref(),
                Optional.empty());
    }

    /**
     * Where the person came from. With a referral, source, campaign and record are those at the beginning of the chain,
     * so that outcomes can be counted under what paid for them.
     */
    public static Attribution origin(CaseFile file, Policy policy, Instant now) {
        Attribution own = own(file, policy, now);
        return ReferralRules.referral(file, policy, now)
                .map(found -> referred(own, found))
                .orElse(own);
    }

    private static Attribution referred(Attribution own, ReferralRules.Found found) {
        Attribution begin = found.begin();
        // What a rep entered outranks; a suggestion only fills what is unknown.
        boolean named = !found.referral().suggested() || own.origin() == Origin.UNKNOWN;
        return new Attribution(
                named ? Origin.REFERRAL : own.origin(),
                begin.originalSource(),
                begin.originalCampaign(),
                begin.originalRecord(),
                Optional.of(found.referral()));
    }

    /** The lead source speaks if the framework knows it; else a response that came no later than the first record. */
    private static Origin origin(
            Optional<String> source, Optional<CampaignResponse> response, PersonRecord first, Policy policy) {
        Optional<Origin> mapped = source.flatMap(policy.criteria()::originOf);
        if (mapped.isPresent()) return mapped.get();
        boolean cameByThemselves = response.filter(each -> !each.at().isAfter(endOfFirstDay(first)))
                .isPresent();
        return cameByThemselves ? Origin.MARKETING : Origin.UNKNOWN;
    }

    /** A form makes the record, and systems stamp the two some time apart. */
    private static Instant endOfFirstDay(PersonRecord first) {
        return since(first).plus(Duration.ofDays(1));
    }

    private static String campaign(CampaignResponse response, CaseFile file) {
        return response.campaign()
                .map(file.campaigns()::get)
                .map(Campaign::name)
                .orElse("");
    }

    private static String detail(List<PersonRecord> records) {
        return records.stream()
                .map(record -> record.value(Field.SOURCE_DETAIL))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse("");
    }

    static Instant since(PersonRecord record) {
        Instant created = record.createdAt();
        return created == null ? record.version() : created;
    }
}
