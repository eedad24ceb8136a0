package io.onefunnel.store.reports;

import io.onefunnel.model.IdentityKey;
import io.onefunnel.model.Stage;
import io.onefunnel.state.Reports.Found;
import io.onefunnel.store.sql.Digests;
import io.onefunnel.store.sql.Sql;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds people by whatever somebody has in hand: an id, a record as plans name it, an e-mail, a part of a name. */
final class PersonSearch {
    /** A record as plans, tables and the console name it: "marketo 100003", "hubspot/PERSON/contact:1". */
    private static final Pattern RECORD = Pattern.compile("(?<connection>[^\\s/]+)[\\s/](?:[A-Z_]+[\\s/])?(?<id>\\S+)");

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private PersonSearch() {}

    static List<Found> find(Sql sql, String text, Collection<IdentityKey> keys, int max) throws SQLException {
        String wanted = text.strip();
        Matcher named = RECORD.matcher(wanted);
        String lower = wanted.toLowerCase(Locale.ROOT);
        if (wanted.isEmpty()) return List.of();
        return sql.list(
                """
                with found as (
                    select coalesce(survivor_no, no) no from person where id = ?
                    union
                    select person_no from record where id = ? and kind = 'PERSON' and person_no is not null
                    union
                    select person_no from record where kind = 'PERSON' and person_no is not null
                        and (connection_no, id) in (
                            select c.no, ? from connection c where c.name = ?)
                    union
                    select r.person_no from content c join record r on r.no = c.record_no
                    where c.email = ? and r.person_no is not null
                    union
                    select r.person_no from identity_key k join record r on r.no = k.record_no
                    where k.key = any(?::bigint[]) and r.person_no is not null
                    union
                    (select person_no from decision where to_tsvector('simple', name) @@ to_tsquery('simple', ?) limit ?)
                )
                select p.id, coalesce(d.name, ''), d.stage,
                    array(select c.name || '/' || r.kind || '/' || r.id from record r
                          join connection c on c.no = r.connection_no
                          where r.person_no = p.no and r.state = 'LIVE' and r.kind = 'PERSON'
                          order by 1)
                from found join person p on p.no = found.no left join decision d on d.person_no = p.no
                order by 2, p.id limit ?
                """,
                row -> new Found(
                        row.text(1),
                        row.text(2),
                        row.optionalText(3).map(stage -> Stage.valueOf(stage).label()),
                        row.texts(4)),
                wanted,
                wanted,
                named.matches() ? named.group("id") : "",
                named.matches() ? named.group("connection") : "",
                lower,
                keys.stream().map(Digests::of).toList(),
                words(lower),
                max,
                max);
    }

    /** Every word must be the beginning of one of the name's. */
    private static String words(String text) {
        return BETWEEN_WORDS
                .splitAsStream(text)
                .filter(word -> !word.isEmpty())
                .map(word -> word + ":*")
                .collect(Collectors.joining(" & "));
    }
}
