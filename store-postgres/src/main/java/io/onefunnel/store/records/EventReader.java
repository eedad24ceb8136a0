package io.onefunnel.store.records;

import io.onefunnel.model.CampaignResponse;
import io.onefunnel.model.Channel;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.Touch;
import io.onefunnel.store.sql.Sql;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happened to the people of a batch, by the number of the person: it hangs on records, also on merged ones. */
public final class EventReader {
    private final Sql sql;
    private final Map<Long, Long> personOf;

    /** @param personOf by the number of a record whose it is */
    public EventReader(Sql sql, Map<Long, Long> personOf) {
        this.sql = sql;
        this.personOf = personOf;
    }

    public Map<Long, List<Touch>> touches() throws SQLException {
        Map<Long, Map<SourceRef, Touch>> touches = new HashMap<>();
        String columns = """
                select t.record_no, c.name, t.id, pc.name, p.kind, p.id, t.at, t.channel, t.direction, t.result,
                       %s, t.automated, ac.name, a.kind, a.id
                from %s t
                join connection c on c.no = t.connection_no
                join record p on p.no = t.record_no join connection pc on pc.no = p.connection_no
                left join record a on a.no = t.actor_no left join connection ac on ac.no = a.connection_no
                where t.record_no = any(?::bigint[])
                """;
        sql.list(
                columns.formatted("true", "touch") + " union all " + columns.formatted("false", "planned_touch")
                        + " order by 7",
                row -> touches.computeIfAbsent(
                                personOf.getOrDefault(row.number(1), 0L), person -> new LinkedHashMap<>())
                        // A vendor that moves the instant of a touch sends it twice: the later instant counts.
                        .put(Refs.of(row.text(2), "TOUCH", row.text(3)), touch(row)),
                personOf.keySet(),
                personOf.keySet());
        Map<Long, List<Touch>> sorted = new HashMap<>();
        touches.forEach((person, each) -> sorted.put(
                person,
                each.values().stream()
                        .sorted(Comparator.comparing(Touch::at).thenComparing(Touch::ref))
                        .toList()));
        return sorted;
    }

    private static Touch touch(Sql.Row row) throws SQLException {
        Optional<String> actor = row.optionalText(13);
        return new Touch(
                Refs.of(row.text(2), "TOUCH", row.text(3)),
                Refs.of(row.text(4), row.text(5), row.text(6)),
                row.instant(7),
                Channel.valueOf(row.text(8)),
                Touch.Direction.valueOf(row.text(9)),
                Touch.Result.valueOf(row.text(10)),
                row.flag(11),
                row.flag(12),
                actor.isEmpty() ? Optional.empty() : Optional.of(Refs.of(actor.get(), row.text(14), row.text(15))));
    }

    public Map<Long, List<CampaignResponse>> responses() throws SQLException {
        Map<Long, Map<SourceRef, CampaignResponse>> responses = new HashMap<>();
        sql.list(
                """
                select e.record_no, c.name, e.id, pc.name, p.kind, p.id, e.at, e.channel, e.offer, e.responded,
                       e.automated, e.subject, ac.name, a.kind, a.id
                from response e
                join connection c on c.no = e.connection_no
                join record p on p.no = e.record_no join connection pc on pc.no = p.connection_no
                left join record a on a.no = e.campaign_no left join connection ac on ac.no = a.connection_no
                where e.record_no = any(?::bigint[]) order by e.at desc
                """,
                row -> responses
                        .computeIfAbsent(personOf.getOrDefault(row.number(1), 0L), person -> new LinkedHashMap<>())
                        .put(Refs.of(row.text(2), "RESPONSE", row.text(3)), response(row)),
                personOf.keySet());
        Map<Long, List<CampaignResponse>> sorted = new HashMap<>();
        responses.forEach((person, each) -> sorted.put(
                person,
                each.values().stream()
                        .sorted(Comparator.comparing(CampaignResponse::at).thenComparing(CampaignResponse::ref))
                        .toList()));
        return sorted;
    }

    private static CampaignResponse response(Sql.Row row) throws SQLException {
        Optional<String> campaign = row.optionalText(13);
        return new CampaignResponse(
                Refs.of(row.text(2), "RESPONSE", row.text(3)),
                Refs.of(row.text(4), row.text(5), row.text(6)),
                row.instant(7),
                Channel.valueOf(row.text(8)),
                CampaignResponse.Offer.valueOf(row.text(9)),
                row.flag(10),
                row.flag(11),
                row.text(12),
                campaign.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Refs.of(campaign.get(), row.text(14), row.text(15))));
    }
}
