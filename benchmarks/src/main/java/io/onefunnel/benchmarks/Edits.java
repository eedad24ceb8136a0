package io.onefunnel.benchmarks;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Changes the title of so many people by hand, a third of them in each vendor, each person once. */
final class Edits {
    private static final Map<String, String> TITLE =
            Map.of("salesforce", "Title", "hubspot", "jobtitle", "marketo", "title");

    /** One record of each of so many people; people are dealt out to the vendors by their number. */
    private static final String RECORDS = """
            select min(n.type || ' ' || r.id)
            from record r join content n on n.record_no = r.no join connection c on c.no = r.connection_no
            where r.kind = 'PERSON' and r.state = 'LIVE' and c.name = ? and r.person_no % 3 = ?
            group by r.person_no order by r.person_no limit ?
            """;

    private final World world;

    Edits(World world) {
        this.world = world;
    }

    /** Returns how many records were edited, by vendor. */
    Map<String, Integer> make(int people) throws SQLException, IOException, InterruptedException {
        Map<String, Integer> edited = new TreeMap<>();
        List<String> vendors = List.of("salesforce", "hubspot", "marketo");
        for (int i = 0; i < vendors.size(); i++) {
            String vendor = vendors.get(i);
            int share = people / vendors.size() + (i < people % vendors.size() ? 1 : 0);
            List<String> records = records(vendor, i, share);
            for (String record : records) {
                int space = record.indexOf(' ');
                String type = record.substring(0, space);
                world.control()
                        .edit(
                                vendor,
                                type,
                                record.substring(space + 1),
                                Map.of(TITLE.getOrDefault(vendor, "title"), "Vice President of Benchmarks"));
            }
            edited.put(vendor, records.size());
        }
        return edited;
    }

    private List<String> records(String vendor, int remainder, int limit) throws SQLException {
        try (Connection connection = world.database().getConnection();
                PreparedStatement statement = connection.prepareStatement(RECORDS)) {
            statement.setString(1, vendor);
            statement.setInt(2, remainder);
            statement.setInt(3, limit);
            List<String> records = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) records.add(result.getString(1));
            }
            connection.commit();
            return records;
        }
    }
}
